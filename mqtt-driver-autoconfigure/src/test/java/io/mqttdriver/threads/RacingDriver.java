package io.mqttdriver.threads;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.observation.DriverObserver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole driver with its own threads on a {@link RacingEngine}, without waits between
 * attempts.
 */
final class RacingDriver implements AutoCloseable {

	final RacingEngine engine;

	final DefaultMqttDriver driver;

	/** How often the outcome of a publish was told. */
	final AtomicInteger settled = new AtomicInteger();

	private final AtomicInteger numbers = new AtomicInteger();

	RacingDriver(Random random) {
		this(random, (builder) -> builder);
	}

	RacingDriver(Random random, UnaryOperator<DefaultMqttDriverBuilder> settings) {
		this.engine = new RacingEngine(random);
		DefaultMqttDriverBuilder builder = new DefaultMqttDriverBuilder().engine(this.engine)
			.uris("tcp://racing:1883")
			.clientId("racer")
			.publishTimeout(Duration.ofMinutes(5))
			.reconnectMinInterval(Duration.ZERO)
			.reconnectStableAfter(Duration.ZERO)
			.reconnectMaxFailures(Integer.MAX_VALUE)
			.reconnectJitter(0)
			.observer(new Settled());
		this.driver = settings.apply(builder).build();
	}

	RacingDriver connected() {
		Threads.result("connect()", this.driver.connect());
		return this;
	}

	/** A payload that was never used before. */
	String payload() {
		return "message-" + this.numbers.incrementAndGet();
	}

	CompletableFuture<MqttPublishResult> publish(String topic, String payload) {
		return this.driver.publish(MqttPublish.to(topic).payload(payload).qos(1).build());
	}

	CompletableFuture<MqttPublishResult> publish(String payload) {
		return publish("out", payload);
	}

	MqttDriverState state() {
		return this.driver.status().state();
	}

	void await(MqttDriverState state) {
		Threads.until(state.name(), () -> state() == state);
	}

	/** Nothing is left of a driver that was closed. */
	void assertNothingLeft() {
		Threads.until("each client is closed", () -> this.engine.alive() == 0);
		assertThat(this.driver.status().pendingPublishes()).isZero();
		assertThat(this.engine.faults()).isEmpty();
	}

	@Override
	public void close() {
		try {
			this.driver.close();
			assertNothingLeft();
		}
		finally {
			this.engine.close();
		}
	}

	/**
	 * Counts settled publishes.
	 */
	private final class Settled implements DriverObserver {

		@Override
		public void published(int qos, String outcome, Duration elapsed) {
			RacingDriver.this.settled.incrementAndGet();
		}

		@Override
		public void handled(String listenerId, String outcome, Duration elapsed) {
		}

		@Override
		public void unhandled() {
		}

		@Override
		public void dropped(String reason) {
		}

		@Override
		public void rebuilt(String outcome) {
		}

		@Override
		public void outage(Duration duration) {
		}

	}

}
