package io.mqttdriver.sample.reading;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import oshi.hardware.NetworkIF;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class NetworkSensorTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final NetworkIF eth0 = mock();

	private final NetworkSensor sensor = new NetworkSensor(List.of(this.eth0));

	@Test
	void ratesAreCountedFromTheReadingBefore() {
		counters(1000, 100, 10);
		assertThat(this.sensor.read(NOW)).isEmpty();
		counters(3000, 500, 10);
		assertThat(this.sensor.read(NOW)).containsExactly(new NetworkReading(NOW, "eth0", 200, 0));
	}

	@Test
	void thereIsNoRateOverCountersThatWereSetBack() {
		counters(1000, 100, 10);
		this.sensor.read(NOW);
		counters(2000, 50, 20);
		assertThat(this.sensor.read(NOW)).isEmpty();
		counters(3000, 60, 20);
		assertThat(this.sensor.read(NOW)).containsExactly(new NetworkReading(NOW, "eth0", 10, 0));
	}

	@Test
	void anInterfaceThatCanNotBeReadIsAbsent() {
		counters(1000, 100, 10);
		this.sensor.read(NOW);
		counters(2000, 200, 20);
		given(this.eth0.updateAttributes()).willReturn(false);
		assertThat(this.sensor.read(NOW)).isEmpty();
	}

	private void counters(long millis, long received, long sent) {
		given(this.eth0.updateAttributes()).willReturn(true);
		given(this.eth0.getName()).willReturn("eth0");
		given(this.eth0.getTimeStamp()).willReturn(millis);
		given(this.eth0.getBytesRecv()).willReturn(received);
		given(this.eth0.getBytesSent()).willReturn(sent);
	}

}
