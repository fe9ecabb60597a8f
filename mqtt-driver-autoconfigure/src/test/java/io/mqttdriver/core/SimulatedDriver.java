package io.mqttdriver.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.ScriptedEngine;
import io.mqttdriver.engine.ServerRecord;
import io.mqttdriver.engine.ServerRecord.Connect;
import io.mqttdriver.engine.ServerRecord.Publish;
import io.mqttdriver.engine.ServerRecord.Sent;
import io.mqttdriver.engine.ServerScript;
import io.mqttdriver.event.MqttDriverEvent;
import io.mqttdriver.simulation.VirtualTime;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole driver in virtual time on a {@link ScriptedEngine}, without jitter unless asked
 * for. Whatever fails on one of its threads, an illegal transition for instance, fails
 * the test, for it is thrown from {@link #advance}. Not thread-safe.
 */
final class SimulatedDriver implements AutoCloseable {

	static final String VALIDATION_TOPIC = "mqtt-driver/validation/gateway";

	final VirtualTime time = new VirtualTime();

	final ScriptedEngine engine = new ScriptedEngine(this.time);

	final List<MqttDriverEvent> events = new ArrayList<>();

	final DefaultMqttDriver driver;

	private final SimulatedHandlers handlers = new SimulatedHandlers(this.time);

	SimulatedDriver() {
		this((builder) -> builder);
	}

	SimulatedDriver(UnaryOperator<DefaultMqttDriverBuilder> settings) {
		this(1, settings);
	}

	SimulatedDriver(long seed, UnaryOperator<DefaultMqttDriverBuilder> settings) {
		DefaultMqttDriverBuilder builder = new DefaultMqttDriverBuilder().engine(this.engine)
			.uris("tcp://one:1883")
			.clientId("gateway")
			.reconnectJitter(0)
			.eventPublisher((event) -> this.events.add((MqttDriverEvent) event));
		this.driver = settings.apply(builder)
			.build(new DriverThreads(this.time, this.handlers, this.time), this.time::nanoTime, this.time.wallClock(),
					new Random(seed));
	}

	ServerScript script() {
		return this.engine.script();
	}

	ServerRecord record() {
		return this.engine.record();
	}

	MqttDriverState state() {
		return this.driver.status().state();
	}

	/** Lets time pass. */
	void advance(Duration duration) {
		this.time.advance(duration);
	}

	void seconds(double seconds) {
		advance(Duration.ofNanos((long) (seconds * 1e9)));
	}

	/** Lets time pass until it is so. */
	void until(BooleanSupplier condition) {
		long end = this.time.nanoTime() + Duration.ofHours(1).toNanos();
		while (!condition.getAsBoolean()) {
			assertThat(this.time.advanceToNext() && this.time.nanoTime() < end).as("happens within an hour").isTrue();
		}
	}

	void until(MqttDriverState state) {
		until(() -> state() == state);
	}

	/** Connects, and is connected. */
	SimulatedDriver connected() {
		CompletableFuture<Void> future = this.driver.connect();
		until(future::isDone);
		future.join();
		return this;
	}

	/** Connected for so long that a loss is no failure. */
	SimulatedDriver stable() {
		connected();
		seconds(60);
		return this;
	}

	CompletableFuture<MqttPublishResult> publish(String payload) {
		return this.driver.publish(MqttPublish.to("out").payload(payload).qos(1).build());
	}

	/** What the server got, without validation. */
	List<String> published() {
		return record().packets(Publish.class)
			.stream()
			.filter((publish) -> !publish.topic().equals(VALIDATION_TOPIC))
			.map(Publish::text)
			.toList();
	}

	List<String> clientIds() {
		return record().packets(Connect.class).stream().map((connect) -> connect.spec().clientId()).toList();
	}

	List<String> hosts() {
		return record().packets(Connect.class).stream().map((connect) -> connect.spec().uri().getHost()).toList();
	}

	/** From each CONNECT to the next. */
	List<Duration> gaps() {
		List<Sent> connects = record().sent(Connect.class);
		List<Duration> gaps = new ArrayList<>();
		for (int i = 1; i < connects.size(); i++) {
			gaps.add(Duration.ofNanos(connects.get(i).nanos() - connects.get(i - 1).nanos()));
		}
		return gaps;
	}

	static boolean isValidation(OutboundPublish publish) {
		return publish.topic().equals(VALIDATION_TOPIC);
	}

	/** What a future failed with. */
	static Throwable failure(CompletableFuture<?> future) {
		assertThat(future).isCompletedExceptionally();
		try {
			future.join();
			throw new AssertionError("did not fail");
		}
		catch (CompletionException ex) {
			return ex.getCause();
		}
	}

	/** Disconnects; each client that was ever opened is closed then. */
	@Override
	public void close() {
		try {
			CompletableFuture<Void> stopped = this.driver.disconnect();
			until(stopped::isDone);
			seconds(20);
			assertThat(state()).isEqualTo(MqttDriverState.STOPPED);
			assertThat(record().closed()).as("each client is closed").isEqualTo(record().opened());
			assertThat(this.engine.alive()).as("each client has ended").isZero();
			assertThat(this.driver.status().pendingPublishes()).isZero();
		}
		finally {
			this.handlers.shutdownNow();
		}
	}

}
