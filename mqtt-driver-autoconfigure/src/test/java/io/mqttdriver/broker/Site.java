package io.mqttdriver.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverBuilder;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drivers that a test makes, with settings for quick tests, closed in the end; and the
 * threads that drivers have.
 */
final class Site implements AutoCloseable {

	static final Duration SOON = Duration.ofSeconds(30);

	private final List<DefaultMqttDriver> drivers = new ArrayList<>();

	/** A driver that has not been asked to connect. */
	DefaultMqttDriver driver(String uri, Consumer<DefaultMqttDriverBuilder> settings) {
		DefaultMqttDriverBuilder builder = (DefaultMqttDriverBuilder) MqttDriver.builder();
		quick(builder).uris(uri).clientId("site");
		settings.accept(builder);
		DefaultMqttDriver driver = builder.build();
		this.drivers.add(driver);
		return driver;
	}

	DefaultMqttDriver connected(String uri, Consumer<DefaultMqttDriverBuilder> settings) {
		DefaultMqttDriver driver = driver(uri, settings);
		driver.connect().join();
		return driver;
	}

	DefaultMqttDriver connected(String uri) {
		return connected(uri, (builder) -> {
		});
	}

	/** Comes back often, waits for little, and counts no loss as a failure. */
	private static MqttDriverBuilder quick(MqttDriverBuilder builder) {
		return builder.reconnectMinInterval(Duration.ofMillis(50))
			.reconnectMaxInterval(Duration.ofMillis(300))
			.reconnectStableAfter(Duration.ZERO)
			.connectTimeout(Duration.ofSeconds(3))
			.shutdownTimeout(Duration.ofSeconds(2))
			.listenerRetryInitialInterval(Duration.ofMillis(20));
	}

	static void awaitConnected(MqttDriver driver) {
		await(() -> driver.status().state() == MqttDriverState.CONNECTED);
	}

	static void awaitLost(MqttDriver driver) {
		await(() -> driver.status().state() != MqttDriverState.CONNECTED);
	}

	/** One rebuild more than before, and connected. */
	static void awaitRebuilt(MqttDriver driver, long before) {
		await(() -> driver.status().rebuilds() > before && driver.status().state() == MqttDriverState.CONNECTED);
	}

	static void await(BooleanSupplier holds) {
		Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(10)).until(holds::getAsBoolean);
	}

	/** The threads of all drivers and of the engine. */
	static Collection<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("mqtt-") || name.startsWith("MQTT "))
			.sorted()
			.toList();
	}

	static void awaitNoThreads() {
		Awaitility.await()
			.atMost(SOON)
			.pollInterval(Duration.ofMillis(20))
			.untilAsserted(() -> assertThat(threads()).isEmpty());
	}

	@Override
	public void close() {
		this.drivers.forEach(DefaultMqttDriver::close);
	}

}
