package io.mqttdriver.observation;

import java.util.function.Predicate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttDriverStatus;

/**
 * Gauges of the driver's status. Reads snapshots, never blocks; safe for any thread.
 */
public final class DriverMeters implements MeterBinder {

	private final MqttDriver driver;

	private final Tags tags;

	/**
	 * Creates the gauges.
	 * @param driver whose status they show
	 * @param name the driver's name, for the tag {@code driver}
	 */
	public DriverMeters(MqttDriver driver, String name) {
		this.driver = driver;
		this.tags = Tags.of("driver", name);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		flag(registry, "mqtt.driver.connected", "Whether the driver is connected and validated",
				(status) -> status.state() == MqttDriverState.CONNECTED);
		flag(registry, "mqtt.driver.circuit.open", "Whether the circuit breaker is open",
				(status) -> status.circuit() == MqttCircuitState.OPEN);
		Gauge.builder("mqtt.driver.publish.pending", this.driver, (driver) -> driver.status().pendingPublishes())
			.description("Publishes that are accepted and not yet settled")
			.tags(this.tags)
			.register(registry);
	}

	private void flag(MeterRegistry registry, String name, String description, Predicate<MqttDriverStatus> holds) {
		Gauge.builder(name, this.driver, (driver) -> holds.test(driver.status()) ? 1 : 0)
			.description(description)
			.tags(this.tags)
			.register(registry);
	}

}
