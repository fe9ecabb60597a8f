package io.mqttdriver.sample.figure;

import java.time.Instant;
import java.util.List;

import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.sample.reading.DiskReading;
import io.mqttdriver.sample.reading.MemoryReading;
import io.mqttdriver.sample.reading.NetworkReading;
import io.mqttdriver.sample.reading.ProcessorReading;
import io.mqttdriver.sample.reading.TemperatureReading;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.stereotype.Component;

/**
 * Hears the readings of all hosts and hands their figures on. Two methods share the
 * processor's topic; which of them gets a message is decided by its type. Called by the
 * driver's handler threads; holds no state.
 */
@Component
class ReadingListener {

	private final List<FigureObserver> observers;

	ReadingListener(List<FigureObserver> observers) {
		this.observers = observers;
	}

	@MqttListener("hosts/{host}/processor")
	void processor(ProcessorReading reading, @DestinationVariable String host) {
		handOn(host, "processor-percent", reading.time(), reading.loadPercent());
	}

	@MqttListener("hosts/{host}/processor")
	void temperature(TemperatureReading reading, @DestinationVariable String host) {
		handOn(host, "processor-celsius", reading.time(), reading.celsius());
	}

	@MqttListener("hosts/{host}/memory")
	void memory(MemoryReading reading, @DestinationVariable String host) {
		handOn(host, "memory-percent", reading.time(), usedPercent(reading.totalBytes(), reading.availableBytes()));
	}

	@MqttListener("hosts/{host}/disks/{disk}")
	void disk(DiskReading reading, @DestinationVariable String host, @DestinationVariable String disk) {
		handOn(host, "disk-percent:" + disk, reading.time(), usedPercent(reading.totalBytes(), reading.usableBytes()));
	}

	@MqttListener("hosts/{host}/network/{name}")
	void network(NetworkReading reading, @DestinationVariable String host, @DestinationVariable String name) {
		handOn(host, "received-bytes-per-second:" + name, reading.time(), reading.receivedBytesPerSecond());
		handOn(host, "sent-bytes-per-second:" + name, reading.time(), reading.sentBytesPerSecond());
	}

	private void handOn(String host, String name, Instant time, double value) {
		Figure figure = new Figure(host, name);
		Sample sample = new Sample(time, value);
		this.observers.forEach((observer) -> observer.observe(figure, sample));
	}

	private static double usedPercent(long total, long left) {
		return 100d * (total - left) / total;
	}

}
