package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttPublishTimeoutException;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Proof(Means.SIMULATED)
class RefusalTests {

	@ParameterizedTest
	@ValueSource(ints = { 0x87, 0x90, 0x91, 0x95, 0x99, 0x9A, 0x9B, 0xFF })
	@Fault("P4")
	void aRefusalFailsThatFutureAndNothingElse(int reasonCode) {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		CompletableFuture<MqttPublishResult> refused = rig.publish("a");
		CompletableFuture<MqttPublishResult> qos2 = rig.publish("t", "b", 2);
		CompletableFuture<MqttPublishResult> other = rig.publish("c");
		session.answer("a", reasonCode);
		session.answer("b", reasonCode);
		session.answer("c", 0);
		WindowTests.assertRejected(refused, reasonCode, "'t'");
		WindowTests.assertRejected(qos2, reasonCode, "QoS 2");
		assertThat(other).isCompleted();
		assertThat(rig.outcomes).containsExactly("rejected", "rejected", "acknowledged");
		assertThat(session.diagnoses).isEmpty();
	}

	@Test
	void theServersReasonIsInTheMessage() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		CompletableFuture<MqttPublishResult> refused = rig.publish("a");
		session.window.settled(session.client.last().token(), 0x87, "no writer");
		rig.time.settle();
		WindowTests.assertRejected(refused, 0x87, "(not authorized), 'no writer'");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x80, 0x83, 0x97 })
	@Fault("P3")
	void perhapsLaterIsSentAgainWithGrowingWaits(int reasonCode) {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		CompletableFuture<MqttPublishResult> future = rig.publish("a");
		List<Long> waits = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			int before = session.client.sent().size();
			session.answer("a", reasonCode);
			long from = rig.time.nanoTime();
			while (session.client.sent().size() == before) {
				assertThat(rig.time.advanceToNext()).isTrue();
			}
			waits.add(Duration.ofNanos(rig.time.nanoTime() - from).toSeconds());
		}
		assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
		session.answer("a", 0);
		assertThat(future.join().attempts()).isEqualTo(9);
	}

	@Test
	void whileOneWaitsNoLaterOneOfItsTopicIsSentAndOtherTopicsGoOn() {
		Rig rig = new Rig();
		Rig.Session session = rig.start(Rig.window(1));
		rig.publish("x", "x1", 1);
		rig.publish("x", "x2", 1);
		rig.publish("y", "y1", 1);
		session.answer("x1", 0x97);
		session.answer("y1", 0);
		rig.publish("x", "x3", 1);
		rig.publish("y", "y2", 1);
		session.answer("y2", 0);
		assertThat(session.texts()).containsExactly("x1", "y1", "y2");
		rig.time.advance(Duration.ofMillis(999));
		assertThat(session.texts()).hasSize(3);
		rig.time.advance(Duration.ofMillis(1));
		assertThat(session.texts()).containsExactly("x1", "y1", "y2", "x1");
		session.answer("x1", 0);
		session.answer("x2", 0);
		session.answer("x3", 0);
		assertThat(session.texts()).containsExactly("x1", "y1", "y2", "x1", "x2", "x3");
		assertThat(rig.outbox.pending()).isZero();
	}

	@Test
	void oneGoesAheadToTryAndWhatIsBehindItWaitsForItsAnswer() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		rig.publish("a");
		session.answer("a", 0x97);
		rig.publish("b");
		rig.publish("c");
		rig.time.advance(Duration.ofSeconds(1));
		session.answer("a", 0x97);
		rig.time.advance(Duration.ofSeconds(2));
		assertThat(session.texts()).containsExactly("a", "a", "a");
		session.answer("a", 0x90);
		assertThat(session.texts()).containsExactly("a", "a", "a", "b");
		session.answer("b", 0);
		assertThat(session.texts()).containsExactly("a", "a", "a", "b", "c");
	}

	@Test
	void severalOfATopicRefusedTogetherKeepTheirOrder() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		List.of("a", "b", "c").forEach(rig::publish);
		session.answer("c", 0x80);
		session.answer("a", 0x80);
		session.answer("b", 0x80);
		rig.publish("d");
		rig.time.advance(Duration.ofSeconds(1));
		assertThat(session.texts()).containsExactly("a", "b", "c", "a");
		session.answer("a", 0);
		assertThat(session.texts()).containsExactly("a", "b", "c", "a", "b", "c", "d");
	}

	@Test
	void aNewClientEndsTheWait() {
		Rig rig = new Rig();
		Rig.Session first = rig.start();
		rig.publish("a");
		rig.publish("b");
		first.answer("a", 0x97);
		rig.publish("c");
		first.window.close();
		assertThat(rig.start().texts()).containsExactly("a", "b", "c");
	}

	@Test
	@Fault("P3")
	void perhapsLaterEndsAtTheDeliveryTimeoutAndSaysWhy() {
		Rig rig = new Rig(Rig.settings(Duration.ofSeconds(5), Duration.ofSeconds(20)));
		Rig.Session session = rig.open();
		session.client.onPublish((sent) -> {
			if (sent.text().equals("a")) {
				rig.time.execute(() -> session.window.settled(sent.token(), 0x97, ""));
			}
		});
		session.window.start(Rig.window(10));
		CompletableFuture<MqttPublishResult> future = rig.publish("a");
		rig.time.advance(Duration.ofSeconds(10));
		CompletableFuture<MqttPublishResult> behind = rig.publish("b");
		rig.time.advance(Duration.ofSeconds(10));
		assertThat(future).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttPublishTimeoutException.class)
			.withMessageContaining("last by 0x97 (quota exceeded)");
		assertThat(session.texts()).containsExactly("a", "a", "a", "a", "a", "b");
		session.answer("b", 0);
		assertThat(behind).isCompleted();
	}

	@Test
	void qos0IsNotSentTwice() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		CompletableFuture<MqttPublishResult> future = rig.publish("t", "a", 0);
		session.answer("a", 0x83);
		WindowTests.assertRejected(future, 0x83, "implementation specific");
		assertThat(session.client.sent()).hasSize(1);
	}

}
