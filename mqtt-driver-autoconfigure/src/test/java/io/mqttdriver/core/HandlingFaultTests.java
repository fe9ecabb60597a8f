package io.mqttdriver.core;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.autoconfigure.health.DriverHealth;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishAnswer;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.ServerRecord.Acknowledge;
import io.mqttdriver.engine.ServerRecord.Publish;
import io.mqttdriver.engine.ServerRecord.Sent;
import io.mqttdriver.engine.ServerRecord.Unsubscribe;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.inbound.InboundHandler;
import io.mqttdriver.listener.ListenerDefinition;
import io.mqttdriver.listener.ListenerDefinition.Retain;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.integration.acks.SimpleAcknowledgment;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Handlers that fail, take long, or use the driver, and the connection under them. A
 * handler that takes long lets virtual time pass while it runs.
 */
@Proof(Means.SIMULATED)
class HandlingFaultTests {

	private static final String DEAD_LETTERS = "dlt/in";

	static Stream<Named<Runnable>> failures() {
		return Stream.of(Named.of("an exception", () -> {
			throw new IllegalStateException("no");
		}), Named.of("an Error", () -> {
			throw new LinkageError("no");
		}), Named.of("a stack overflow", HandlingFaultTests::overflow));
	}

	@ParameterizedTest
	@MethodSource("failures")
	@Fault("H1")
	void whatAHandlerThrowsIsRetriedDeadLetteredAndThenAcknowledgedAndTheConnectionStays(Runnable failure) {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.listenerDeadLetterTopic("dlt/{topic}"))) {
			List<String> calls = new ArrayList<>();
			it.driver.subscribe("in", String.class, (message) -> {
				calls.add(message.getPayload());
				failure.run();
			});
			it.script()
				.publishes((publish) -> publish.topic().equals(DEAD_LETTERS) ? PublishAnswer.ok().after(seconds(2))
						: PublishAnswer.ok());
			it.stable();
			it.engine.deliver(Message.of("in", "x", 1));
			it.until(() -> !deadLetters(it).isEmpty());
			assertThat(calls).containsExactly("x", "x", "x");
			it.seconds(1.9);
			assertThat(it.record().packets(Acknowledge.class)).isEmpty();
			it.seconds(0.2);
			assertThat(it.record().packets(Acknowledge.class)).hasSize(1);
			assertThat(deadLetters(it)).extracting(Publish::text).containsExactly("x");
			assertThat(it.record().opened()).isOne();
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	@Test
	@Fault("H3")
	void whatIsHandledOverALossIsAcknowledgedOnlyWhereItIsDeliveredAgain() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.sessionExpiry(Duration.ofHours(1)))) {
			List<String> handled = new ArrayList<>();
			it.driver.subscribe("in", String.class, (message) -> {
				if (handled.isEmpty()) {
					handled.add("begun");
					it.engine.drop();
					it.until(() -> it.record().opened() == 2 && it.state() == MqttDriverState.CONNECTED);
				}
				handled.add(message.getPayload());
			});
			it.script().connects(ConnectAnswer.accept(ServerLimits.NONE, true));
			it.stable();
			it.engine.deliver(Message.of("in", "x", 1));
			it.until(() -> handled.size() == 2);
			it.seconds(1);
			assertThat(it.record().packets(Acknowledge.class)).as("of either client").isEmpty();
			it.engine.deliver(Message.of("in", "x", 1));
			it.seconds(1);
			assertThat(handled).containsExactly("begun", "x", "x");
			assertThat(it.record().sent(Acknowledge.class)).extracting(Sent::client).containsExactly(2);
		}
	}

	@Test
	@Fault("H4")
	void aDeadLetterThatIsRefusedIsOfferedAgainPastAFullOutboxAndTheOriginalWaits() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.listenerDeadLetterTopic("dlt/{topic}")
			.listenerRetryMaxRetries(0)
			.publishOutboxCapacity(1)
			.publishTimeout(Duration.ofHours(1)))) {
			it.driver.subscribe("in", String.class, (message) -> {
				throw new IllegalStateException("no");
			});
			it.stable();
			it.script()
				.publishes((publish) -> publish.topic().equals(DEAD_LETTERS) ? PublishAnswer.code(0x87)
						: PublishAnswer.ignore());
			it.publish("fills the outbox");
			CompletableFuture<MqttPublishResult> full = it.publish("one more");
			it.engine.deliver(Message.of("in", "x", 1));
			it.seconds(20);
			assertThat(SimulatedDriver.failure(full)).isInstanceOf(MqttOutboxFullException.class);
			assertThat(deadLetters(it)).hasSizeGreaterThan(3).allMatch((letter) -> letter.text().equals("x"));
			assertThat(it.record().packets(Acknowledge.class)).isEmpty();
			it.script().publishes(PublishAnswer.ok());
			it.seconds(30);
			assertThat(it.record().packets(Acknowledge.class)).hasSize(1);
			assertThat(it.record().opened()).isOne();
		}
	}

	@Test
	@Fault("H5")
	void acknowledgementsOverLanesGoOutInTheOrderOfArrival() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			Gathering handler = new Gathering();
			it.driver.listenerGateway().subscribe(definition(4, false, handler));
			it.stable();
			IntStream.range(0, 4).forEach((i) -> it.engine.deliver(Message.of("in/" + i, "x", 1)));
			it.seconds(1);
			assertThat(handler.stages).hasSize(4);
			for (int done : new int[] { 3, 1, 2 }) {
				handler.stages.get(done).complete(null);
				it.seconds(1);
				assertThat(it.record().packets(Acknowledge.class)).isEmpty();
			}
			handler.stages.get(0).complete(null);
			it.seconds(1);
			assertThat(it.record().packets(Acknowledge.class)).extracting(Acknowledge::delivery)
				.containsExactly(1L, 2L, 3L, 4L);
		}
	}

	@Test
	@Fault("H8")
	void aHandlerMayDisconnect() {
		inAHandler((it) -> it.driver.disconnect(), (it) -> {
			it.until(MqttDriverState.STOPPED);
			assertThat(it.record().packets(Acknowledge.class)).hasSize(1);
		});
	}

	@Test
	@Fault("H8")
	void aHandlerMayReconnect() {
		inAHandler((it) -> it.driver.reconnect(), (it) -> {
			it.seconds(1);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.record().opened()).isEqualTo(2);
		});
	}

	@Test
	@Fault("H8")
	void aHandlerMayUnsubscribeItself() {
		inAHandler((it) -> it.driver.unsubscribe("in"), (it) -> {
			it.seconds(1);
			assertThat(it.record().packets(Unsubscribe.class)).containsExactly(new Unsubscribe(List.of("in")));
			assertThat(it.record().packets(Acknowledge.class)).hasSize(1);
			assertThat(it.driver.subscriptions()).isEmpty();
		});
	}

	@Test
	@Fault("H8")
	void aHandlerMayWaitForItsOwnPublish() {
		inAHandler((it) -> {
			CompletableFuture<MqttPublishResult> publish = it.publish("answer");
			it.until(publish::isDone);
			assertThat(publish.join().reasonCode()).isZero();
			assertThat(it.record().packets(Acknowledge.class)).isEmpty();
		}, (it) -> {
			it.seconds(1);
			assertThat(it.published()).containsExactly("answer");
			assertThat(it.record().packets(Acknowledge.class)).hasSize(1);
		});
	}

	private static void inAHandler(Consumer<SimulatedDriver> handling, Consumer<SimulatedDriver> then) {
		try (SimulatedDriver it = new SimulatedDriver()) {
			List<String> handled = new ArrayList<>();
			it.driver.subscribe("in", String.class, (message) -> {
				handling.accept(it);
				handled.add(message.getPayload());
			});
			it.stable();
			it.engine.deliver(Message.of("in", "x", 1));
			it.until(() -> !handled.isEmpty());
			then.accept(it);
			assertThat(handled).containsExactly("x");
		}
	}

	@Test
	@Fault("H9")
	void acknowledgedTwiceIsOnceAndNeverFillsTheWindowThatHealthNamesTheHolderOf() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.receiveMaximum(10))) {
			Gathering handler = new Gathering();
			it.driver.listenerGateway().subscribe(definition(10, true, handler));
			it.stable();
			IntStream.range(0, 10).forEach((i) -> it.engine.deliver(Message.of("in/" + i, "x", 1)));
			it.seconds(1);
			handler.stages.forEach((stage) -> stage.complete(null));
			it.seconds(600);
			assertThat(it.record().packets(Acknowledge.class)).isEmpty();
			assertThat(DriverHealth.of(it.driver).getDetails()).containsEntry("windowHolder",
					"listener 'holder' holds 10");
			handler.acknowledgments.get(0).acknowledge();
			handler.acknowledgments.get(0).acknowledge();
			it.seconds(1);
			assertThat(it.record().packets(Acknowledge.class)).containsExactly(new Acknowledge(1));
			assertThat(DriverHealth.of(it.driver).getDetails()).containsEntry("windowHolder",
					"listener 'holder' holds 9");
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	static Stream<Named<Message>> hostileMessages() {
		String deep = "[".repeat(10_000) + "]".repeat(10_000);
		String keys = IntStream.range(0, 1_000_000).mapToObj((i) -> "\"" + i + "\":0").collect(Collectors.joining(","));
		return Stream.of(Named.of("malformed", untyped("{\"value\":")),
				Named.of("10,000 deep", untyped("{\"value\":" + deep + "}")),
				Named.of("50 MB", untyped("{\"value\":\"" + "x".repeat(50 << 20) + "\"}")),
				Named.of("a number of a million digits", untyped("{\"value\":" + "9".repeat(1_000_000) + "}")),
				Named.of("a million keys", untyped("{\"value\":{" + keys + "}}")),
				Named.of("an unknown type name", typed("nobody.knows")),
				Named.of("a class name as type", typed(Trap.class.getName())));
	}

	@ParameterizedTest
	@MethodSource("hostileMessages")
	@Fault("H7")
	void aHostileMessageIsDeadLetteredAsItCameAndNothingIsLoaded(Message hostile) {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.listenerDeadLetterTopic("dlt/{topic}")
			.publishOutboxMaxBytes(DataSize.ofMegabytes(200)))) {
			List<Object> handled = new ArrayList<>();
			it.driver.subscribe("in", Reading.class, (message) -> handled.add(message.getPayload()));
			it.stable();
			it.engine.deliver(hostile);
			it.seconds(1);
			assertThat(handled).isEmpty();
			assertThat(deadLetters(it)).singleElement()
				.satisfies((letter) -> assertThat(letter.text().equals(hostile.payload())).isTrue());
			assertThat(it.record().packets(Acknowledge.class)).hasSize(1);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.record().opened()).isOne();
			assertThat(System.getProperty(Trap.LOADED)).isNull();
		}
	}

	private static Message untyped(String json) {
		return Message.of("in", json, 1);
	}

	private static Message typed(String type) {
		return new Message("in", "{\"value\":1}", 1, false, List.of(),
				new PublishProperties(false, null, null, null, null, List.of(new UserProperty("type", type))));
	}

	record Reading(Object value) {
	}

	static class Trap {

		static final String LOADED = "io.mqttdriver.trap";

		static {
			System.setProperty("io.mqttdriver.trap", "loaded");
		}

	}

	private static ListenerDefinition definition(int concurrency, boolean manual, InboundHandler handler) {
		return new ListenerDefinition("holder", List.of("in/+"), null, 1, concurrency, manual, Retain.ALWAYS, handler);
	}

	private static List<Publish> deadLetters(SimulatedDriver it) {
		return it.record()
			.packets(Publish.class)
			.stream()
			.filter((publish) -> publish.topic().equals(DEAD_LETTERS))
			.toList();
	}

	private static Duration seconds(int seconds) {
		return Duration.ofSeconds(seconds);
	}

	private static void overflow() {
		overflow();
	}

	/**
	 * Keeps what it was given; each message is handled when its stage is completed.
	 */
	private static final class Gathering implements InboundHandler {

		final List<CompletableFuture<Void>> stages = new ArrayList<>();

		final List<SimpleAcknowledgment> acknowledgments = new ArrayList<>();

		@Override
		public Invocation read(InboundPublish publish, boolean alone) {
			return new Invocation() {

				@Override
				public CompletionStage<?> invoke(int attempt, SimpleAcknowledgment acknowledgment) {
					CompletableFuture<Void> stage = new CompletableFuture<>();
					Gathering.this.stages.add(stage);
					Gathering.this.acknowledgments.add(acknowledgment);
					return stage;
				}

				@Override
				public boolean retryable(Throwable failure) {
					return true;
				}

				@Override
				public boolean recover(Throwable failure) {
					return false;
				}

			};
		}

		@Override
		public Type objectType() {
			return String.class;
		}

	}

}
