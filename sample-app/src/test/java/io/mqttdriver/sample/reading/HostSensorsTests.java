package io.mqttdriver.sample.reading;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;
import io.mqttdriver.MqttPublish;
import org.junit.jupiter.api.Test;
import oshi.SystemInfo;

import static org.assertj.core.api.Assertions.assertThat;

class HostSensorsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final List<Reading> readings = new HostSensors(new SystemInfo(), Clock.fixed(NOW, ZoneOffset.UTC)).read();

	@Test
	void theMemoryIsTheOneThatTheJvmSees() {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		assertThat(this.readings).filteredOn(MemoryReading.class::isInstance)
			.singleElement()
			.satisfies((reading) -> assertThat(((MemoryReading) reading).totalBytes())
				.isGreaterThanOrEqualTo(system.getTotalMemorySize()));
	}

	@Test
	void theLoadIsAPercentage() {
		assertThat(this.readings).filteredOn(ProcessorReading.class::isInstance)
			.singleElement()
			.satisfies((reading) -> assertThat(((ProcessorReading) reading).loadPercent()).isBetween(0d, 100d));
	}

	@Test
	void aTemperatureThatIsNotThereIsAbsent() {
		assertThat(this.readings).filteredOn(TemperatureReading.class::isInstance)
			.allSatisfy((reading) -> assertThat(((TemperatureReading) reading).celsius()).isPositive());
	}

	@Test
	void everyReadingHasItsTimeAndATopic() {
		assertThat(this.readings).allSatisfy((reading) -> {
			assertThat(reading.time()).isEqualTo(NOW);
			assertThat(MqttPublish.to("hosts/a/" + reading.subtopic())).isNotNull();
		});
	}

}
