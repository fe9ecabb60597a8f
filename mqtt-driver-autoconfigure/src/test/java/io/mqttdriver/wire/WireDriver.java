package io.mqttdriver.wire;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttDriverStatus;
import io.mqttdriver.autoconfigure.health.DriverHealth;
import io.mqttdriver.connection.ConnectionEvent;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.event.MqttDriverEvent;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

import org.springframework.boot.health.contributor.Health;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole driver with the real engine on a real socket, and the scripted broker it talks
 * to. It waits 50 to 200 ms between attempts, without jitter; every other setting is the
 * default, so a test sets the timeout that it is about. For the test's thread.
 */
final class WireDriver implements AutoCloseable {

	/** Generous: other builds may use the machine too. */
	static final Duration SOON = Duration.ofSeconds(15);

	static final String VALIDATION_TOPIC = "mqtt-driver/validation/gateway";

	final FakeMqttBroker broker;

	final DefaultMqttDriver driver;

	final List<MqttDriverEvent> events = new CopyOnWriteArrayList<>();

	WireDriver() {
		this((settings) -> settings);
	}

	WireDriver(UnaryOperator<DefaultMqttDriverBuilder> settings) {
		this(FakeMqttBroker.start(), settings);
	}

	/** Closes the broker too. */
	WireDriver(FakeMqttBroker broker, UnaryOperator<DefaultMqttDriverBuilder> settings) {
		this.broker = broker;
		this.driver = settings.apply(quick(broker.uri()))
			.eventPublisher((event) -> this.events.add((MqttDriverEvent) event))
			.build();
	}

	/** What a driver here is made with, for one to a server of another kind. */
	static DefaultMqttDriverBuilder quick(String uri) {
		DefaultMqttDriverBuilder builder = new DefaultMqttDriverBuilder();
		builder.uris(uri)
			.clientId("gateway")
			.reconnectMinInterval(Duration.ofMillis(50))
			.reconnectMaxInterval(Duration.ofMillis(200))
			.reconnectJitter(0);
		return builder;
	}

	/** Connects. */
	WireDriver connected() {
		done(this.driver.connect());
		return this;
	}

	MqttDriverStatus status() {
		return this.driver.status();
	}

	/** Waits for a state. */
	MqttDriverStatus await(MqttDriverState state) {
		until(() -> assertThat(status().state()).as(this::story).isEqualTo(state));
		return status();
	}

	/** Waits for so many rebuilds, and the driver connected by the last. */
	void awaitRebuilds(int count) {
		until(() -> {
			assertThat(status().rebuilds()).as(this::story).isEqualTo(count);
			assertThat(status().state()).as(this::story).isEqualTo(MqttDriverState.CONNECTED);
		});
	}

	static void until(ThrowingRunnable holds) {
		Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(5)).untilAsserted(holds);
	}

	/** Waits for a future's value. */
	<T> T done(CompletableFuture<T> future) {
		try {
			return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new AssertionError(story(), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	/** Waits for a future's failure. */
	<X extends Exception> X failure(CompletableFuture<?> future, Class<X> type) {
		until(() -> assertThat(future).as(this::story).isDone());
		return failureOf(future, type);
	}

	static <X extends Exception> X failureOf(CompletableFuture<?> future, Class<X> type) {
		return assertThat(future).failsWithin(SOON)
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.asInstanceOf(InstanceOfAssertFactories.type(type))
			.actual();
	}

	/** The publishes that the broker received, without test publishes. */
	List<ReceivedPacket> published() {
		return this.broker.packets(MqttPacketType.PUBLISH).stream().filter(WireDriver::isOfTheApplication).toList();
	}

	/** Waits for so many of them. */
	List<ReceivedPacket> awaitPublished(int count) {
		until(() -> assertThat(published()).as(this::story).hasSizeGreaterThanOrEqualTo(count));
		return published();
	}

	static boolean isOfTheApplication(ReceivedPacket packet) {
		return !packet.topic().equals(VALIDATION_TOPIC);
	}

	/** What the driver told the application, of one kind. */
	<E extends MqttDriverEvent> List<E> events(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/** What the health of an application says. */
	Health health() {
		return DriverHealth.of(this.driver);
	}

	/** The driver's own history. */
	String story() {
		StringBuilder text = new StringBuilder(status() + "; events:");
		for (ConnectionEvent event : this.driver.events()) {
			text.append("\n  ").append(event.type()).append(' ').append(event.clientId());
			text.append(": ").append(event.detail());
		}
		return text.toString();
	}

	@Override
	public void close() {
		this.driver.close();
		this.broker.close();
	}

}
