package io.mqttdriver.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverBuilder;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.core.DriverDetails;
import io.mqttdriver.subscription.SubscriptionStatus;
import org.awaitility.Awaitility;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drivers and applications that a test makes, with settings for quick tests, closed in
 * the end; and the threads that drivers have.
 */
final class Site implements AutoCloseable {

	static final Duration SOON = Duration.ofSeconds(30);

	private final List<DefaultMqttDriver> drivers = new ArrayList<>();

	private final List<ConfigurableApplicationContext> applications = new ArrayList<>();

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

	/** A Spring Boot application that is connected and whose listeners are subscribed. */
	ConfigurableApplicationContext run(Class<?> application, String uri, String... properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties("spring.main.banner-mode=off", "mqtt.driver.uris=" + uri, "mqtt.driver.client-id=site",
					"mqtt.driver.reconnect.min-interval=50ms", "mqtt.driver.reconnect.max-interval=300ms",
					"mqtt.driver.reconnect.stable-after=0s", "mqtt.driver.connect-timeout=3s",
					"mqtt.driver.shutdown-timeout=2s", "mqtt.driver.listener.retry.initial-interval=20ms",
					"mqtt.driver.startup=required")
			.properties(properties)
			.run();
		this.applications.add(context);
		awaitSubscribed(context.getBean(MqttDriver.class));
		return context;
	}

	static void awaitSubscribed(MqttDriver driver) {
		await(() -> {
			List<SubscriptionStatus> filters = ((DriverDetails) driver).subscriptions();
			return !filters.isEmpty() && filters.stream().allMatch(SubscriptionStatus::granted);
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
	static Set<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("mqtt-") || thread.getName().startsWith("MQTT "))
			.collect(Collectors.toSet());
	}

	/** Other tests may have contexts that are kept for later. */
	static void awaitNoThreadsBesides(Set<Thread> before) {
		Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
			Set<Thread> left = threads();
			left.removeAll(before);
			assertThat(left).isEmpty();
		});
	}

	@Override
	public void close() {
		this.applications.forEach(ConfigurableApplicationContext::close);
		this.drivers.forEach(DefaultMqttDriver::close);
	}

}
