package io.mqttdriver.sample.reading;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import oshi.hardware.NetworkIF;

/**
 * Turns the counters of the network interfaces into rates. An interface has none at its
 * first reading, nor after its counters were set back. For one thread at a time.
 */
final class NetworkSensor {

	private final List<NetworkIF> interfaces;

	private final Map<String, Counters> before = new HashMap<>();

	NetworkSensor(List<NetworkIF> interfaces) {
		this.interfaces = interfaces;
	}

	List<NetworkReading> read(Instant now) {
		List<NetworkReading> readings = new ArrayList<>();
		for (NetworkIF each : this.interfaces) {
			if (each.updateAttributes()) {
				String name = TopicLevel.of(each.getName());
				Counters counters = new Counters(each.getTimeStamp(), each.getBytesRecv(), each.getBytesSent());
				Counters earlier = this.before.put(name, counters);
				if (earlier != null && counters.continues(earlier)) {
					readings.add(counters.since(earlier, now, name));
				}
			}
		}
		return readings;
	}

	private record Counters(long millis, long received, long sent) {

		boolean continues(Counters earlier) {
			return this.millis > earlier.millis && this.received >= earlier.received && this.sent >= earlier.sent;
		}

		NetworkReading since(Counters earlier, Instant now, String name) {
			double seconds = (this.millis - earlier.millis) / 1000d;
			return new NetworkReading(now, name, (this.received - earlier.received) / seconds,
					(this.sent - earlier.sent) / seconds);
		}

	}

}
