package io.mqttdriver.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttPublishTimeoutException;
import io.mqttdriver.event.MqttConnectionLostEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a server answers to a publish, or doesn't.
 */
@Proof(Means.WIRE)
@ExtendWith(OutputCaptureExtension.class)
class PublishingTests {

	private static final Duration PUBLISH_TIMEOUT = Duration.ofMillis(500);

	private static WireDriver impatient() {
		return new WireDriver((settings) -> settings.publishTimeout(PUBLISH_TIMEOUT));
	}

	private static MqttPublish qos2(String payload) {
		return MqttPublish.to("t").payload(payload).qos(2).build();
	}

	/** The publishes of the application; the others are answered honestly. */
	private static Answer forApplication(Answer answer) {
		return Answer.of((packet) -> WireDriver.isOfTheApplication(packet) ? answer : Answer.normal());
	}

	@Test
	@Fault("P1")
	void withoutPubackItIsDiagnosedRebuiltAndSentAgain() {
		AtomicInteger seen = new AtomicInteger();
		try (WireDriver it = impatient()) {
			it.broker.on(MqttPacketType.PUBLISH,
					Answer.of((packet) -> WireDriver.isOfTheApplication(packet) && seen.incrementAndGet() == 1
							? Answer.ignore() : Answer.normal()));
			it.connected();
			MqttPublishResult result = it.done(it.driver.publish("t", "x"));
			assertThat(result.attempts()).isEqualTo(2);
			it.awaitRebuilds(1);
			List<ReceivedPacket> sent = it.published();
			assertThat(sent).extracting(ReceivedPacket::text).containsExactly("x", "x");
			assertThat(sent).extracting(ReceivedPacket::connection).containsExactly(1, 2);
			assertThat(after(sent.get(0), sent.get(1))).isGreaterThanOrEqualTo(PUBLISH_TIMEOUT);
			WireDriver.until(() -> assertThat(it.events(MqttConnectionLostEvent.class)).singleElement()
				.satisfies((event) -> assertThat(event.getCause()).hasMessageContaining("mqtt.driver.publish.timeout")
					.hasMessageContaining("'t'")
					.hasMessageContaining("1 in flight")
					.hasMessageContaining("socket:")));
		}
	}

	private static Duration after(ReceivedPacket first, ReceivedPacket second) {
		return Duration.ofNanos(second.nanoTime() - first.nanoTime());
	}

	@Test
	@Fault("P1")
	void neverAcknowledgedItFailsOnceAtTheDeliveryTimeout() {
		Duration deliveryTimeout = Duration.ofMillis(1_200);
		AtomicInteger failures = new AtomicInteger();
		try (WireDriver it = new WireDriver((settings) -> settings.publishTimeout(Duration.ofMillis(200))
			.publishDeliveryTimeout(deliveryTimeout))) {
			it.broker.on(MqttPacketType.PUBLISH, forApplication(Answer.ignore()));
			it.connected();
			long begin = System.nanoTime();
			CompletableFuture<MqttPublishResult> future = it.driver.publish("t", "x");
			future.whenComplete((result, failure) -> failures.incrementAndGet());
			MqttPublishTimeoutException failure = it.failure(future, MqttPublishTimeoutException.class);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(deliveryTimeout);
			assertThat(failure).hasMessageContaining("mqtt.driver.publish.delivery-timeout");
			assertThat(failure.diagnosis()).contains("mqtt.driver.publish.timeout");
			assertThat(it.published()).hasSizeGreaterThanOrEqualTo(2);
			// doubled with each rebuild that it caused
			assertThat(after(it.published().get(1), it.published().get(it.published().size() - 1))).satisfiesAnyOf(
					(last) -> assertThat(it.published()).hasSize(2),
					(last) -> assertThat(last).isGreaterThanOrEqualTo(Duration.ofMillis(400)));
			it.broker.reset();
			assertThat(it.done(it.driver.publish("t", "next")).reasonCode()).isZero();
			assertThat(failures).hasValue(1);
			assertThat(it.status().pendingPublishes()).isZero();
		}
	}

	@Test
	@Fault("P2")
	void noMatchingSubscribersIsASuccessThatIsVisible() {
		try (WireDriver it = new WireDriver()) {
			it.broker.on(MqttPacketType.PUBLISH, Answer.reasonCode(0x10));
			it.connected();
			MqttPublishResult result = it.done(it.driver.publish("t", "x"));
			assertThat(result.reasonCode()).isEqualTo(0x10);
			assertThat(result.attempts()).isOne();
			assertThat(it.done(it.driver.publish(qos2("y"))).reasonCode()).isEqualTo(0x10);
			assertThat(it.published()).hasSize(2);
		}
	}

	@Test
	@Fault("P3")
	void whatIsRefusedPerhapsLaterIsSentAgainWithBackOffAndInOrder() {
		try (WireDriver it = new WireDriver()) {
			AtomicInteger[] seen = new AtomicInteger[0x100];
			int[] codes = { 0x80, 0x83, 0x97 };
			for (int code : codes) {
				seen[code] = new AtomicInteger();
			}
			it.broker.on(MqttPacketType.PUBLISH, Answer.of((packet) -> {
				int code = packet.topic().startsWith("0x") ? Integer.decode(packet.topic()) : 0;
				boolean refuse = code != 0 && packet.text().equals("first") && seen[code].incrementAndGet() <= 2;
				return refuse ? Answer.reasonCode(code) : Answer.normal();
			}));
			it.connected();
			List<CompletableFuture<MqttPublishResult>> first = new ArrayList<>();
			List<CompletableFuture<MqttPublishResult>> second = new ArrayList<>();
			for (int code : codes) {
				first.add(it.driver.publish("0x%02X".formatted(code), "first"));
			}
			it.done(it.driver.publish("other", "after the refusals"));
			for (int code : codes) {
				second.add(it.driver.publish("0x%02X".formatted(code), "second"));
			}
			assertThat(it.done(it.driver.publish("other", "x")).attempts()).as("not held up").isOne();
			assertThat(second).noneMatch(CompletableFuture::isDone);
			first.forEach((future) -> assertThat(it.done(future).attempts()).isEqualTo(3));
			second.forEach((future) -> assertThat(it.done(future).attempts()).isOne());
			for (int code : codes) {
				List<ReceivedPacket> sent = it.published()
					.stream()
					.filter((packet) -> packet.topic().equals("0x%02X".formatted(code)))
					.toList();
				assertThat(sent).extracting(ReceivedPacket::text).containsExactly("first", "first", "first", "second");
				assertThat(after(sent.get(0), sent.get(1))).isGreaterThanOrEqualTo(Duration.ofMillis(990));
				assertThat(after(sent.get(1), sent.get(2))).isGreaterThanOrEqualTo(Duration.ofMillis(1_990));
			}
			assertThatNothingElseHappened(it);
		}
	}

	private static void assertThatNothingElseHappened(WireDriver it) {
		assertThat(it.status().state()).isEqualTo(MqttDriverState.CONNECTED);
		assertThat(it.status().rebuilds()).isZero();
		assertThat(it.broker.acceptedConnections()).isOne();
	}

	@Test
	@Fault("P3")
	void whatIsRefusedForEverFailsAtTheDeliveryTimeout() {
		Duration deliveryTimeout = Duration.ofMillis(1_500);
		try (WireDriver it = new WireDriver((settings) -> settings.publishDeliveryTimeout(deliveryTimeout))) {
			it.broker.on(MqttPacketType.PUBLISH, Answer.reasonCode(0x97));
			it.connected();
			long begin = System.nanoTime();
			MqttPublishTimeoutException failure = it.failure(it.driver.publish("t", "x"),
					MqttPublishTimeoutException.class);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(deliveryTimeout);
			assertThat(failure).hasMessageContaining("0x97").hasMessageContaining("delivery-timeout");
			assertThat(it.published()).hasSize(2);
			assertThatNothingElseHappened(it);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x87, 0x90, 0x99 })
	@Fault("P4")
	void whatIsRefusedForGoodFailsWithItsCodeAndNothingElseIsDisturbed(int reasonCode) {
		try (WireDriver it = new WireDriver()) {
			it.broker.on(MqttPacketType.PUBLISH, Answer.of((packet) -> packet.topic().equals("refused")
					? Answer.reasonCode(reasonCode) : Answer.delay(Duration.ofMillis(50), Answer.normal())));
			it.connected();
			CompletableFuture<MqttPublishResult> before = it.driver.publish("t", "before");
			CompletableFuture<MqttPublishResult> refused = it.driver.publish("refused", "x");
			CompletableFuture<MqttPublishResult> after = it.driver.publish("t", "after");
			MqttPublishRejectedException failure = it.failure(refused, MqttPublishRejectedException.class);
			assertThat(failure.reasonCode()).isEqualTo(reasonCode);
			assertThat(failure).hasMessageContaining("'refused'").hasMessageContaining("0x%02X".formatted(reasonCode));
			assertThat(it.done(before).attempts()).isOne();
			assertThat(it.done(after).attempts()).isOne();
			assertThat(it.published()).hasSize(3);
			assertThatNothingElseHappened(it);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x87, 0x91, 0x99 })
	@Fault("P5")
	void aPubrecThatRefusesFailsTheMessageAndTheConnectionLives(int reasonCode) {
		try (WireDriver it = new WireDriver()) {
			it.connected();
			it.broker.onNext(MqttPacketType.PUBLISH, Answer.reasonCode(reasonCode));
			assertThat(it.failure(it.driver.publish(qos2("x")), MqttPublishRejectedException.class).reasonCode())
				.isEqualTo(reasonCode);
			assertThat(it.broker.packets(MqttPacketType.PUBREL)).isEmpty();
			assertThat(it.done(it.driver.publish(qos2("y"))).reasonCode()).isZero();
			assertThatNothingElseHappened(it);
		}
	}

	@Test
	@Fault("P5")
	void aPubrecThatRefusesPerhapsLaterIsFollowedByAnotherTry() {
		try (WireDriver it = new WireDriver()) {
			it.connected();
			it.broker.onNext(MqttPacketType.PUBLISH, Answer.reasonCode(0x97));
			assertThat(it.done(it.driver.publish(qos2("x"))).attempts()).isEqualTo(2);
			assertThat(it.published()).extracting(ReceivedPacket::text).containsExactly("x", "x");
			assertThat(it.broker.packets(MqttPacketType.PUBREL)).hasSize(1);
			assertThatNothingElseHappened(it);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PUBLISH", "PUBREL" })
	@Fault("P5")
	void withoutPubrecOrPubcompAFreshSessionTakesTheMessageAgain(MqttPacketType unanswered) {
		try (WireDriver it = impatient()) {
			it.connected();
			it.broker.onNext(unanswered, Answer.ignore());
			assertThat(it.done(it.driver.publish(qos2("x"))).attempts()).isEqualTo(2);
			assertThat(it.published()).extracting(ReceivedPacket::text).containsExactly("x", "x");
			assertThat(it.published()).extracting(ReceivedPacket::clientId).doesNotHaveDuplicates();
			assertThat(it.published()).as("another session, not a repetition").noneMatch(ReceivedPacket::dup);
			assertThat(it.status().rebuilds()).isOne();
		}
	}

	@Test
	@Fault("P5")
	void overAKeptSessionQos2IsRefusedAtTheCall() {
		try (WireDriver it = new WireDriver((settings) -> settings.sessionExpiry(Duration.ofMinutes(1)))) {
			it.connected();
			assertThatIllegalArgumentException().isThrownBy(() -> it.driver.publish(qos2("x")))
				.withMessageContaining("mqtt.driver.session-expiry")
				.withMessageContaining("QoS 2");
			it.done(it.driver.publish("t", "y"));
			assertThatNothingElseHappened(it);
		}
	}

	@Test
	@Fault("P5")
	void aPacketIdIsNotUsedAgainBeforeItIsSettled() {
		try (WireDriver it = new WireDriver(
				(settings) -> settings.publishTimeout(Duration.ofMinutes(1)).publishOutboxCapacity(100_000))) {
			it.connected();
			it.broker.onNext(MqttPacketType.PUBREL, Answer.ignore());
			CompletableFuture<MqttPublishResult> held = it.driver.publish(qos2("held"));
			it.broker.await(MqttPacketType.PUBREL, 1, WireDriver.SOON);
			int id = it.published().get(0).packetId();
			CompletableFuture<?>[] others = new CompletableFuture<?>[66_000];
			for (int i = 0; i < others.length; i++) {
				others[i] = it.driver.publish("other", "");
			}
			assertThat(CompletableFuture.allOf(others)).as("on a busy machine").succeedsWithin(Duration.ofMinutes(1));
			assertThat(held).isNotDone();
			assertThat(it.broker.packets(MqttPacketType.PUBLISH)).hasSizeGreaterThan(66_000)
				.filteredOn((packet) -> packet.packetId() == id)
				.extracting(ReceivedPacket::text)
				.containsExactly("held");
			it.broker.now(Answer.raw(new byte[] { 0x70, 2, (byte) (id >> 8), (byte) id }));
			assertThat(it.done(held).attempts()).isOne();
		}
	}

	@Test
	@Fault("P12")
	void aRefusedTestPublishIsAWarning(CapturedOutput output) {
		try (WireDriver it = new WireDriver()) {
			it.broker.on(MqttPacketType.PUBLISH, Answer
				.of((packet) -> WireDriver.isOfTheApplication(packet) ? Answer.normal() : Answer.reasonCode(0x87)));
			it.connected();
			it.done(it.driver.publish("t", "x"));
			assertThatNothingElseHappened(it);
			assertThat(output).contains("WARN").contains("0x87").contains("mqtt.driver.reconnect.validation.topic");
			assertThat(it.health().getDetails()).doesNotContainKey("validation");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "DISCONNECT 0x87", "closes", "refuses and closes" })
	@Fault("P12")
	void disconnectedTwiceByTheTestPublishItConnectsWithoutWarnsAndSaysSoInHealth(String how, CapturedOutput output) {
		Answer end = switch (how) {
			case "closes" -> Answer.fin();
			case "refuses and closes" -> Answer.reasonCode(0x87).then(Answer.fin());
			default -> Answer.disconnect(0x87);
		};
		try (WireDriver it = new WireDriver()) {
			it.broker.on(MqttPacketType.PUBLISH,
					Answer.of((packet) -> WireDriver.isOfTheApplication(packet) ? Answer.normal() : end));
			it.connected();
			WireDriver.until(() -> assertThat(it.broker.acceptedConnections()).isEqualTo(3));
			it.await(MqttDriverState.CONNECTED);
			assertThat(it.broker.packets(MqttPacketType.PUBLISH)).hasSize(2);
			it.done(it.driver.publish("t", "x"));
			assertThat(output).contains("connects without validation");
			assertThat(it.driver.unvalidated()).isTrue();
			assertThat(it.health().getDetails()).hasEntrySatisfying("validation",
					(detail) -> assertThat(detail).asString().contains("mqtt.driver.reconnect.validation.topic"));
			assertThat(it.status().state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	@Test
	@Fault("P15")
	void onePubackMissingAmongManyIsFoundWhenItIsTheOldestForThePublishTimeout() {
		AtomicInteger seen = new AtomicInteger();
		try (WireDriver it = impatient()) {
			it.broker.on(MqttPacketType.PUBLISH,
					Answer.of((packet) -> packet.text().equals("m50") && seen.incrementAndGet() == 1 ? Answer.ignore()
							: Answer.normal()));
			it.connected();
			List<CompletableFuture<MqttPublishResult>> futures = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				futures.add(it.driver.publish("t" + i, "m" + i));
			}
			for (int i = 0; i < 100; i++) {
				assertThat(it.done(futures.get(i)).attempts()).isEqualTo((i == 50) ? 2 : 1);
			}
			List<ReceivedPacket> twice = it.published()
				.stream()
				.filter((packet) -> packet.text().equals("m50"))
				.toList();
			assertThat(it.published()).hasSize(101);
			assertThat(after(twice.get(0), twice.get(1))).isGreaterThanOrEqualTo(PUBLISH_TIMEOUT);
			it.awaitRebuilds(1);
			assertThat(it.status().lastFailure()).contains("'t50'");
		}
	}

	@Test
	@Fault("P15")
	void theOneThatIsMissingIsFoundWhileOthersComeAndGo() {
		AtomicInteger seen = new AtomicInteger();
		try (WireDriver it = impatient()) {
			it.broker.on(MqttPacketType.PUBLISH,
					Answer.of((packet) -> packet.text().equals("missing") && seen.incrementAndGet() == 1
							? Answer.ignore() : Answer.normal()));
			it.connected();
			CompletableFuture<MqttPublishResult> missing = it.driver.publish("t", "missing");
			while (!missing.isDone()) {
				it.done(it.driver.publish("other", "x"));
			}
			assertThat(it.done(missing).attempts()).isEqualTo(2);
			it.awaitRebuilds(1);
		}
	}

}
