package io.mqttdriver.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.engine.PublishAnswer;
import io.mqttdriver.engine.ServerRecord.Acknowledge;
import io.mqttdriver.engine.ServerRecord.Disconnect;
import io.mqttdriver.engine.ServerRecord.Publish;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a driver comes to its end, in every state, and begins again.
 */
@Proof(Means.SIMULATED)
class StoppingTests {

	private static final double SHUTDOWN_TIMEOUT = 10;

	private static final double CLOSING = 2;

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = { "STOPPING" })
	@Fault("X1")
	void inEveryStateItEndsInTimeAndEveryFutureIsSettled(MqttDriverState state) {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectMaxFailures(2))) {
			List<CompletableFuture<?>> futures = bring(it, state);
			IntStream.range(0, 500).forEach((i) -> futures.add(it.publish("last " + i)));
			futures.add(it.driver.subscribe("late", String.class, (message) -> {
			}));
			CompletableFuture<Void> stopped = it.driver.disconnect();
			futures.add(stopped);
			futures.add(it.driver.disconnect());
			futures.add(it.publish("too late"));
			it.seconds(SHUTDOWN_TIMEOUT + CLOSING + 0.1);
			assertThat(futures).allMatch(CompletableFuture::isDone);
			assertThat(stopped).isCompleted();
			assertThat(it.state()).isEqualTo(MqttDriverState.STOPPED);
			assertThat(it.driver.status().pendingPublishes()).isZero();
			assertThat(it.engine.alive()).isZero();
			int opened = it.record().opened();
			it.seconds(1_000);
			assertThat(it.record().opened()).isEqualTo(opened);
			assertThat(it.time.waiting()).as("timers left").isZero();
		}
	}

	private static List<CompletableFuture<?>> bring(SimulatedDriver it, MqttDriverState state) {
		List<CompletableFuture<?>> futures = new ArrayList<>();
		futures.add(it.driver.subscribe("in", String.class, (message) -> {
		}));
		if (state == MqttDriverState.WAITING || state == MqttDriverState.CIRCUIT_OPEN) {
			it.script().connects(ConnectAnswer.close());
		}
		if (state != MqttDriverState.STOPPED) {
			futures.add(it.driver.connect());
			it.until(state);
			futures.add(it.driver.reconnect());
			it.until(state);
		}
		return futures;
	}

	@Test
	void acceptedPublishesAndRunningHandlersDrainBeforeTheDisconnect() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.script().publishes(PublishAnswer.ok().after(Duration.ofSeconds(3)));
			CompletableFuture<MqttPublishResult> accepted = it.publish("x");
			CompletableFuture<Void> stopped = it.driver.disconnect();
			it.seconds(2);
			assertThat(it.state()).isEqualTo(MqttDriverState.STOPPING);
			assertThat(it.record().packets(Disconnect.class)).isEmpty();
			it.seconds(1.1);
			assertThat(accepted.join().reasonCode()).isZero();
			assertThat(stopped).isCompleted();
			assertThat(it.record().packets(Disconnect.class)).containsExactly(new Disconnect(0));
		}
	}

	/** X2. What is on its way down answers nobody who wants to be up again. */
	@Test
	void aConnectWhileDrainingIsAnsweredByTheNextConnectionOnly() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().nextConnects(ConnectAnswer.accept().after(Duration.ofSeconds(1)));
			CompletableFuture<Void> first = it.driver.connect();
			CompletableFuture<MqttPublishResult> accepted = it.publish("drains");
			it.seconds(0.5);
			CompletableFuture<Void> stopped = it.driver.disconnect();
			it.seconds(0.1);
			CompletableFuture<Void> again = it.driver.connect();
			it.until(again::isDone);
			assertThat(again).isCompleted();
			assertThat(stopped).as("the former connection is over").isCompleted();
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.clientIds()).hasSize(2);
			assertThat(accepted).isCompleted();
			assertThat(SimulatedDriver.failure(first)).isInstanceOf(MqttDriverClosedException.class);
		}
	}

	@Test
	void aReconnectWhileDrainingFailsAtOnceUnlessConnectIsWishedAgain() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.script().nextPublishes(PublishAnswer.ignore());
			it.publish("drains");
			it.driver.disconnect();
			CompletableFuture<Void> refused = it.driver.reconnect();
			it.seconds(0.1);
			assertThat(it.state()).isEqualTo(MqttDriverState.STOPPING);
			assertThat(SimulatedDriver.failure(refused)).isInstanceOf(MqttDriverClosedException.class);
			CompletableFuture<Void> again = it.driver.connect();
			CompletableFuture<Void> reconnect = it.driver.reconnect();
			it.until(reconnect::isDone);
			assertThat(reconnect).isCompleted();
			assertThat(again).isCompleted();
		}
	}

	@Test
	void aConnectionLostWhileDrainingIsMadeAgainForWhatIsLeft() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.script().nextPublishes(PublishAnswer.drop());
			CompletableFuture<MqttPublishResult> accepted = it.publish("x");
			CompletableFuture<Void> stopped = it.driver.disconnect();
			it.seconds(1);
			assertThat(accepted.join().attempts()).isEqualTo(2);
			assertThat(stopped).isCompleted();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void handlersMayPublishWhileDrainingAlsoWhenConnectIsAlreadyWishedAgain(boolean again) {
		try (SimulatedDriver it = new SimulatedDriver()) {
			List<CompletableFuture<MqttPublishResult>> answers = new ArrayList<>();
			it.driver.subscribe("in", String.class, (message) -> {
				if (answers.isEmpty()) {
					answers.add(CompletableFuture.failedFuture(new IllegalStateException("first")));
					throw new IllegalStateException("retried while draining");
				}
				answers.set(0, it.publish("answer"));
			});
			it.stable();
			it.engine.deliver(Message.of("in", "x", 1));
			it.seconds(0.5);
			CompletableFuture<Void> stopped = it.driver.disconnect();
			if (again) {
				it.driver.connect();
			}
			it.until(stopped::isDone);
			assertThat(answers.get(0).join().reasonCode()).isZero();
			assertThat(it.published()).containsExactly("answer");
			assertThat(it.record().packets(Acknowledge.class)).hasSize(1);
		}
	}

	@Test
	void messagesThatComeWhileDrainingStayUnacknowledgedAlsoOnANewClient() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			List<String> handled = new ArrayList<>();
			it.driver.subscribe("in", String.class, (message) -> handled.add(message.getPayload()));
			it.stable();
			it.script()
				.publishes((publish) -> SimulatedDriver.isValidation(publish) ? PublishAnswer.ok()
						: PublishAnswer.ignore());
			it.publish("never answered");
			it.driver.disconnect();
			it.seconds(1);
			it.engine.deliver(Message.of("in", "first", 1));
			it.engine.drop();
			it.seconds(1);
			it.engine.deliver(Message.of("in", "second", 1));
			it.seconds(20);
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(handled).isEmpty();
			assertThat(it.record().packets(Acknowledge.class)).isEmpty();
		}
	}

	@Test
	void publishRightAfterDisconnectFailsAndRightAfterConnectIsAccepted() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			CompletableFuture<Void> stopped = it.driver.disconnect();
			CompletableFuture<MqttPublishResult> refused = it.publish("refused");
			it.until(stopped::isDone);
			assertThat(SimulatedDriver.failure(refused)).isInstanceOf(MqttDriverClosedException.class);
			assertThat(SimulatedDriver.failure(settled(it, it.publish("refused"))))
				.isInstanceOf(MqttDriverClosedException.class);
			it.driver.connect();
			CompletableFuture<MqttPublishResult> accepted = it.publish("accepted");
			it.seconds(1);
			assertThat(accepted.join().reasonCode()).isZero();
			assertThat(it.published()).containsExactly("accepted");
		}
	}

	@Test
	void whatIsNotSentByTheShutdownTimeoutFails() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.unreachable());
			it.driver.connect();
			CompletableFuture<MqttPublishResult> publish = it.publish("x");
			it.seconds(1);
			it.driver.disconnect();
			it.seconds(SHUTDOWN_TIMEOUT - 0.1);
			assertThat(publish).isNotDone();
			it.seconds(0.2);
			assertThat(SimulatedDriver.failure(publish)).isInstanceOf(MqttDriverClosedException.class);
			assertThat(it.state()).isEqualTo(MqttDriverState.STOPPED);
		}
	}

	@Test
	void aStalledPeerDoesNotHoldUpTheEnd() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.engine.stall();
			CompletableFuture<Void> stopped = it.driver.disconnect();
			it.seconds(CLOSING + 0.1);
			assertThat(stopped).isCompleted();
		}
	}

	@Test
	void aConnectFutureFailsWhenTheDriverIsDisconnected() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.ignore());
			CompletableFuture<Void> connect = it.driver.connect();
			it.seconds(1);
			it.driver.disconnect();
			it.seconds(1);
			assertThat(SimulatedDriver.failure(connect)).isInstanceOf(MqttDriverClosedException.class);
		}
	}

	/** X2. */
	@Test
	void everySequenceOfConnectAndDisconnectEndsInTheLastWish() {
		Consumer<SimulatedDriver> connect = (it) -> it.driver.connect();
		Consumer<SimulatedDriver> disconnect = (it) -> it.driver.disconnect();
		Consumer<SimulatedDriver> passes = (it) -> it.seconds(0.002);
		for (int bits = 0; bits < 256; bits++) {
			try (SimulatedDriver it = new SimulatedDriver()) {
				it.connected();
				boolean wanted = true;
				for (int i = 0; i < 4; i++) {
					wanted = (bits & (1 << (2 * i))) != 0;
					Stream
						.of(wanted ? connect : disconnect,
								((bits & (2 << (2 * i))) != 0) ? passes
										: connect.andThen(wanted ? connect : disconnect))
						.forEach((action) -> action.accept(it));
				}
				it.seconds(60);
				assertThat(it.state()).as("bits " + bits)
					.isEqualTo(wanted ? MqttDriverState.CONNECTED : MqttDriverState.STOPPED);
				assertThat(it.engine.alive()).as("bits " + bits).isEqualTo(wanted ? 1 : 0);
			}
		}
	}

	@Test
	void reconnectOfAStoppedDriverFails() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			CompletableFuture<Void> never = it.driver.reconnect();
			it.time.settle();
			assertThat(SimulatedDriver.failure(never)).isInstanceOf(MqttDriverClosedException.class);
			it.driver.resetCircuit();
			it.seconds(10);
			assertThat(it.record().opened()).isZero();
		}
	}

	@Test
	void aRequiredStartFailsWithTheFirstPassOverTheServersAndDisconnectEndsIt() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.uris("tcp://one:1883", "tcp://two:1883"))) {
			it.script().connects(ConnectAnswer.unreachable());
			CompletableFuture<Void> start = it.driver.start();
			it.seconds(0.1);
			assertThat(it.hosts()).containsExactly("one", "two");
			assertThat(SimulatedDriver.failure(start)).hasMessageContaining("nobody listens");
			it.driver.disconnect();
			it.seconds(1);
			assertThat(it.state()).isEqualTo(MqttDriverState.STOPPED);
		}
	}

	@Test
	void aRequiredStartIsDoneWhenAnyServerOfTheFirstPassAccepts() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.uris("tcp://one:1883", "tcp://two:1883"))) {
			it.script().nextConnects(ConnectAnswer.unreachable());
			CompletableFuture<Void> start = it.driver.start();
			it.seconds(0.1);
			assertThat(start).isCompleted();
			assertThat(it.record().packets(Publish.class)).hasSize(1);
		}
	}

	private static <T> CompletableFuture<T> settled(SimulatedDriver it, CompletableFuture<T> future) {
		it.time.settle();
		return future;
	}

}
