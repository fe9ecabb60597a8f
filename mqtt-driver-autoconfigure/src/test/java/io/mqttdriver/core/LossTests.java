package io.mqttdriver.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttDriverStatus;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttPublishTimeoutException;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.EngineEvents;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishAnswer;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.ServerRecord.Acknowledge;
import io.mqttdriver.engine.ServerRecord.Publish;
import io.mqttdriver.engine.ServerRecord.Sent;
import io.mqttdriver.engine.ServerRecord.Subscribe;
import io.mqttdriver.event.MqttConnectedEvent;
import io.mqttdriver.event.MqttConnectionLostEvent;
import io.mqttdriver.event.MqttRebuildFailedEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.subscription.SubscriptionStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Losses, and what becomes of accepted publishes.
 */
@Proof(Means.SIMULATED)
@ExtendWith(OutputCaptureExtension.class)
class LossTests {

	@Test
	@Fault("L8")
	void manyTriggersAtOnceAreOneRebuild() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			List<CompletableFuture<Void>> reconnects = new ArrayList<>();
			it.engine.drop();
			it.engine.disconnect(0x8B, null);
			IntStream.range(0, 5).forEach((i) -> reconnects.add(it.driver.reconnect()));
			it.seconds(0.0005);
			IntStream.range(0, 5).forEach((i) -> reconnects.add(it.driver.reconnect()));
			it.seconds(100);
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(it.driver.status().rebuilds()).isOne();
			assertThat(reconnects).allMatch((future) -> future.isDone() && !future.isCompletedExceptionally());
			assertThat(it.events).extracting(Object::getClass)
				.containsExactly(MqttConnectedEvent.class, MqttConnectionLostEvent.class, MqttConnectedEvent.class);
		}
	}

	/** L8. */
	@Test
	void aLossThatIsToldTogetherWithAnOperatorsRebuildCountsForNothing() {
		try (SimulatedDriver it = new SimulatedDriver().connected()) {
			it.time.schedule(() -> it.driver.reconnect(), 1, TimeUnit.MILLISECONDS);
			it.engine.drop();
			it.seconds(5.1);
			assertThat(it.driver.status().consecutiveFailures()).isZero();
			assertThat(it.events).filteredOn(MqttConnectionLostEvent.class::isInstance).hasSize(1);
			assertThat(it.record().opened()).isEqualTo(2);
		}
	}

	@Test
	@Fault("L8")
	void aDeadClientChangesNothing() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.script().publishes(PublishAnswer.ok().after(Duration.ofSeconds(1)));
			CompletableFuture<MqttPublishResult> publish = it.publish("x");
			it.seconds(0.5);
			it.driver.reconnect();
			it.until(() -> it.state() != MqttDriverState.CONNECTED);
			it.until(MqttDriverState.CONNECTED);
			it.seconds(60);
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(publish.join().attempts()).isEqualTo(2);
			assertThat(it.published()).containsExactly("x", "x");
			assertThat(it.record().closed()).isOne();
		}
	}

	@Test
	void reconnectOnAConnectedDriverKeepsMinIntervalAndCompletesWhenConnected() {
		try (SimulatedDriver it = new SimulatedDriver().connected()) {
			CompletableFuture<Void> reconnect = it.driver.reconnect();
			it.seconds(4.9);
			assertThat(it.state()).isEqualTo(MqttDriverState.WAITING);
			assertThat(reconnect).isNotDone();
			it.seconds(0.2);
			assertThat(reconnect).isCompleted();
			assertThat(it.driver.status().consecutiveFailures()).isZero();
		}
	}

	@Test
	void reconnectWhileWaitingShortensTheWaitToMinInterval() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script()
				.nextConnects(
						IntStream.range(0, 6).mapToObj((i) -> ConnectAnswer.close()).toArray(ConnectAnswer[]::new));
			it.driver.connect();
			it.until(() -> it.driver.status().consecutiveFailures() == 6);
			CompletableFuture<Void> reconnect = it.driver.reconnect();
			it.seconds(5.1);
			assertThat(reconnect).isCompleted();
		}
	}

	@Test
	void publishesOfEveryStateAreSettledOnceAndKeepTheirOrder() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			List<Integer> settled = new ArrayList<>();
			List<CompletableFuture<MqttPublishResult>> all = new ArrayList<>();
			Runnable ten = () -> IntStream.range(0, 10).forEach((i) -> {
				int number = all.size();
				all.add(it.publish("m" + number));
				all.get(number).whenComplete((result, failure) -> settled.add(number));
			});
			ten.run();
			it.script().nextConnects(ConnectAnswer.close());
			it.driver.connect();
			it.seconds(1);
			ten.run();
			it.until(MqttDriverState.CONNECTED);
			it.seconds(60);
			it.script().publishes(PublishAnswer.ignore());
			ten.run();
			it.seconds(1);
			it.script().publishes(PublishAnswer.ok()).nextConnects(ConnectAnswer.unreachable());
			it.engine.drop();
			it.seconds(1);
			ten.run();
			it.seconds(60);
			ten.run();
			it.seconds(1);
			assertThat(settled).hasSize(50).doesNotHaveDuplicates();
			assertThat(all).allMatch((future) -> future.join().reasonCode() == 0);
			assertThat(it.published().stream().distinct())
				.containsExactlyElementsOf(IntStream.range(0, 50).mapToObj((i) -> "m" + i).toList());
			assertThat(it.published()).hasSize(60);
			assertThat(all.subList(20, 30)).allMatch((future) -> future.join().attempts() == 2);
		}
	}

	@Test
	@Fault("L2")
	void aStalledPublishIsFoundAtPublishTimeoutWithADiagnosis(CapturedOutput output) {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.engine.stall();
			CompletableFuture<MqttPublishResult> publish = it.publish("x");
			it.seconds(4.9);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			it.seconds(0.2);
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(it.driver.status().lastFailure()).contains("mqtt.driver.publish.timeout")
				.contains("state CONNECTED")
				.contains("client 'gateway' (generation 1)")
				.contains("tcp://one:1883")
				.contains("1 in flight")
				.doesNotContain("a new one made");
			assertThat(output.getAll()).contains("Connection lost: client 'gateway' (generation 1)")
				.containsOnlyOnce("; the client is thrown away and a new one made");
			it.seconds(1);
			assertThat(publish.join().attempts()).isEqualTo(2);
		}
	}

	/** When it says so is tested with the engine's keep-alive. */
	@Test
	@Fault("L2")
	void anIdleConnectionThatTheEngineSaysIsSilentIsMadeAnewAtOnce() {
		OverheardEngine engine = new OverheardEngine();
		try (SimulatedDriver it = engine.before(new SimulatedDriver((builder) -> builder.engine(engine)))) {
			it.stable();
			it.engine.stall();
			it.seconds(1_000);
			assertThat(it.record().opened()).as("nothing in flight, so the driver itself looks for nothing").isOne();
			engine.events.get(0).lost(EngineFailure.of(Kind.KEEP_ALIVE, "no answer to a PINGREQ", null));
			it.seconds(1);
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.driver.status().lastFailure()).contains("no answer to a PINGREQ");
			assertThat(it.record().closed()).isOne();
		}
	}

	/** P1. */
	@Test
	void aServerThatTakesEverythingAndAnswersNothingIsFoundToo() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.engine.silence();
			it.publish("x");
			it.seconds(5.3);
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	@Test
	@Fault("P15")
	void oneMissingAcknowledgementAmongManyIsFound() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.script().nextPublishes(PublishAnswer.ok(), PublishAnswer.ignore());
			List<CompletableFuture<MqttPublishResult>> all = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				all.add(it.publish("m" + i));
				it.seconds(0.1);
			}
			it.seconds(1);
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(all).allMatch(CompletableFuture::isDone);
			assertThat(all.get(1).join().attempts()).isEqualTo(2);
			List<Sent> twice = it.record()
				.sent(Publish.class)
				.stream()
				.filter((sent) -> ((Publish) sent.packet()).text().equals("m1"))
				.toList();
			assertThat(Duration.ofNanos(twice.get(1).nanos() - twice.get(0).nanos())).isBetween(Duration.ofSeconds(5),
					Duration.ofMillis(5_300));
		}
	}

	@Test
	@Fault("P1")
	void aPublishThatIsNeverAcknowledgedFailsOnceAtDeliveryTimeout() {
		try (SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.publishDeliveryTimeout(Duration.ofMinutes(2)))) {
			it.stable();
			it.script()
				.publishes((publish) -> SimulatedDriver.isValidation(publish) ? PublishAnswer.ok()
						: PublishAnswer.ignore());
			AtomicInteger settled = new AtomicInteger();
			CompletableFuture<MqttPublishResult> publish = it.publish("x");
			publish.whenComplete((result, failure) -> settled.incrementAndGet());
			it.seconds(4.9);
			assertThat(it.record().opened()).isOne();
			it.seconds(0.3);
			assertThat(it.driver.status().lastFailure()).contains("mqtt.driver.publish.timeout")
				.contains("oldest in flight: publish of QoS 1 to topic 'out'");
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(it.published()).containsExactly("x", "x");
			it.seconds(119.9 - 5.2);
			assertThat(publish).isNotDone();
			it.seconds(0.2);
			assertThat(SimulatedDriver.failure(publish)).isInstanceOfSatisfying(MqttPublishTimeoutException.class,
					(ex) -> assertThat(ex.diagnosis()).contains("publish.timeout"));
			assertThat(it.record().opened()).as("doubled with each rebuild that it caused").isBetween(4, 6);
			int before = it.record().opened();
			it.seconds(300);
			assertThat(it.record().opened()).isLessThanOrEqualTo(before + 1);
			assertThat(settled).hasValue(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	@Fault("L1")
	void afterTheServerWasKilledEverythingIsThereAgainAndOnlyTheUnacknowledgedGoesTwice(boolean sessionKept) {
		try (SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.sessionExpiry(sessionKept ? Duration.ofHours(1) : Duration.ZERO))) {
			List<String> filters = List.of("a/+", "a/#", "$share/g/b");
			filters.forEach((filter) -> it.driver.subscribe(filter, String.class, (message) -> {
			}));
			it.stable();
			List<CompletableFuture<MqttPublishResult>> all = new ArrayList<>();
			publishTen(it, all);
			it.seconds(1);
			it.script().publishes(PublishAnswer.ignore());
			publishTen(it, all);
			it.seconds(1);
			it.script()
				.publishes(PublishAnswer.ok())
				.connects(ConnectAnswer.accept(ServerLimits.NONE, sessionKept))
				.nextConnects(ConnectAnswer.unreachable());
			it.engine.drop();
			it.seconds(1);
			publishTen(it, all);
			it.record().clear();
			it.until(MqttDriverState.CONNECTED);
			it.seconds(1);
			assertThat(it.driver.status().rebuilds()).isOne();
			assertThat(it.record().opened()).isEqualTo(3);
			assertThat(it.record().packets(Subscribe.class).stream().flatMap((packet) -> packet.names().stream()))
				.containsExactlyInAnyOrderElementsOf(filters);
			assertThat(it.driver.subscriptions()).hasSize(3).allMatch(SubscriptionStatus::granted);
			assertThat(it.published())
				.containsExactlyElementsOf(IntStream.range(10, 30).mapToObj((i) -> "m" + i).toList());
			assertThat(all).allMatch((future) -> future.join().reasonCode() == 0);
			assertThat(all.subList(10, 20)).allMatch((future) -> future.join().attempts() == 2);
			assertThat(all.subList(20, 30)).allMatch((future) -> future.join().attempts() == 1);
		}
	}

	private static void publishTen(SimulatedDriver it, List<CompletableFuture<MqttPublishResult>> all) {
		IntStream.range(0, 10).forEach((i) -> all.add(it.publish("m" + all.size())));
	}

	@Test
	@Fault("L8")
	void aLossThatSeveralSourcesTellAtOnceIsOneRebuild() {
		OverheardEngine engine = new OverheardEngine();
		try (SimulatedDriver it = engine.before(new SimulatedDriver((builder) -> builder.engine(engine)))) {
			it.stable();
			it.engine.silence();
			it.driver.subscribe("never answered", String.class, (message) -> {
			});
			it.time.schedule(() -> it.publish("never acknowledged"), 5, TimeUnit.SECONDS);
			it.time.schedule(() -> {
				engine.events.get(0).lost(EngineFailure.of(Kind.KEEP_ALIVE, "no answer", null));
				engine.events.get(0).lost(EngineFailure.of(Kind.CLOSED, "closed", null));
				it.driver.reconnect();
			}, 10, TimeUnit.SECONDS);
			it.seconds(9.9);
			assertThat(it.record().opened()).isOne();
			it.seconds(60);
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(it.driver.status().rebuilds()).isOne();
			assertThat(it.events).filteredOn(MqttConnectionLostEvent.class::isInstance).hasSize(1);
		}
	}

	@Test
	@Fault({ "L8", "C3", "H3" })
	void whateverADeadGenerationSaysChangesNothing() {
		OverheardEngine engine = new OverheardEngine();
		List<String> handled = new ArrayList<>();
		try (SimulatedDriver it = engine.before(new SimulatedDriver((builder) -> builder.engine(engine)))) {
			it.driver.subscribe("in", String.class, (message) -> handled.add(message.getPayload()));
			it.script().nextConnects(ConnectAnswer.ignore());
			it.driver.connect();
			it.until(MqttDriverState.CONNECTED);
			it.seconds(60);
			it.engine.drop();
			it.seconds(60);
			assertThat(it.record().opened()).isEqualTo(3);
			it.script().publishes(PublishAnswer.ignore());
			CompletableFuture<MqttPublishResult> open = it.publish("open");
			it.time.settle();
			MqttDriverStatus before = it.driver.status();
			int told = it.events.size();
			for (EngineEvents dead : engine.events.subList(0, 2)) {
				dead.connected(ServerLimits.NONE, true);
				for (int token = 0; token < 5; token++) {
					dead.settled(token, 0, "");
					dead.settled(token, 0x87, "");
					dead.answered(token, List.of(0x80));
				}
				dead.received(new InboundPublish(1, "in", "late".getBytes(), 1, false, false, List.of(),
						PublishProperties.NONE));
				dead.lost(EngineFailure.of(Kind.CLOSED, "late", null));
				dead.closed();
				it.seconds(1);
			}
			assertThat(it.driver.status()).isEqualTo(before);
			assertThat(it.events).hasSize(told);
			assertThat(open).isNotDone();
			assertThat(handled).isEmpty();
			assertThat(it.record().packets(Acknowledge.class)).isEmpty();
			assertThat(it.driver.subscriptions()).allMatch(SubscriptionStatus::granted);
		}
	}

	@Test
	void anOutageIsMeasuredFromTheLossToTheNextConnection() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.script().nextConnects(ConnectAnswer.close());
			it.engine.drop();
			it.seconds(30);
			assertThat(it.events).extracting(Object::getClass)
				.containsExactly(MqttConnectedEvent.class, MqttConnectionLostEvent.class, MqttRebuildFailedEvent.class,
						MqttConnectedEvent.class);
			assertThat(it.driver.events()).last()
				.satisfies((event) -> assertThat(event.detail()).matches("after an outage of 500\\d ms"));
		}
	}

}
