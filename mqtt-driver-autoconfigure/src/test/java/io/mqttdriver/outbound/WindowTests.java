package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WindowTests {

	@ParameterizedTest
	@ValueSource(ints = { 1, 10, 900 })
	void neverMoreIsOpenThanTheServerTakes(int size) {
		Rig rig = new Rig();
		Rig.Session session = rig.start(Rig.window(size));
		IntStream.range(0, 2000).forEach((i) -> rig.publish("t", "m" + i, i % 3));
		for (int settled = 0; settled < 2000; settled++) {
			assertThat(session.client.sent().size()).isEqualTo(Math.min(2000, settled + size));
			session.window.settled(session.client.sent().get(settled).token(), 0, "");
		}
		rig.time.settle();
		assertThat(rig.outbox.pending()).isZero();
		assertThat(session.texts()).isEqualTo(IntStream.range(0, 2000).mapToObj((i) -> "m" + i).toList());
	}

	@Test
	void answersMayComeFromWithinPublish() {
		Rig rig = new Rig();
		IntStream.range(0, 5000).forEach((i) -> rig.publish("m" + i));
		Rig.Session session = rig.open();
		session.client.onPublish((sent) -> session.window.settled(sent.token(), 0, ""));
		session.window.start(Rig.window(1));
		rig.time.settle();
		assertThat(session.client.sent()).hasSize(5000);
		assertThat(rig.outbox.pending()).isZero();
		assertThat(rig.outcomes).hasSize(5000).containsOnly("acknowledged");
	}

	@Test
	void aCallerThatPumpsForOthersIsLetGo() {
		Rig rig = new Rig();
		IntStream.range(0, 1000).forEach((i) -> rig.publish("m" + i));
		Rig.Session session = rig.open();
		session.window.start(Rig.window(2000));
		assertThat(session.client.sent()).hasSizeLessThan(1000);
		rig.time.settle();
		assertThat(session.client.sent()).hasSize(1000);
	}

	@Test
	void whatIsUnsettledGoesAgainInOrderOfAcceptanceBeforeNewOnes() {
		Rig rig = new Rig();
		Rig.Session first = rig.start(Rig.window(4));
		List.of("a", "b", "c", "d", "e", "f").forEach(rig::publish);
		first.answer("b", 0);
		first.window.close();
		rig.publish("g");
		Rig.Session second = rig.start();
		rig.publish("h");
		assertThat(second.texts()).containsExactly("a", "c", "d", "e", "f", "g", "h");
	}

	@Test
	void aDeadWindowChangesNothing() {
		Rig rig = new Rig();
		Rig.Session first = rig.start();
		CompletableFuture<MqttPublishResult> future = rig.publish("a");
		first.window.close();
		first.answer("a", 0x87);
		first.answer("a", 0);
		first.window.start(Rig.window(5));
		first.window.close();
		assertThat(future).isNotDone();
		assertThat(first.client.sent()).hasSize(1);
		Rig.Session second = rig.start();
		second.answer("a", 0);
		second.answer("a", 0x87);
		assertThat(future.join().attempts()).isEqualTo(2);
		assertThat(rig.outcomes).containsExactly("acknowledged");
	}

	@Test
	void unknownTokensChangeNothing() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		CompletableFuture<MqttPublishResult> future = rig.publish("a");
		session.window.settled(-1, 0, "");
		session.window.settled(0, 0, "");
		session.window.settled(77, 0x87, "");
		rig.time.settle();
		assertThat(future).isNotDone();
	}

	@Test
	void aStartedWindowTakesOverFromTheOneBefore() {
		Rig rig = new Rig();
		Rig.Session current = rig.start();
		rig.publish("a");
		Rig.Session candidate = rig.start();
		assertThat(candidate.texts()).containsExactly("a");
		current.window.close();
		rig.publish("b");
		assertThat(candidate.texts()).containsExactly("a", "b");
		assertThat(current.texts()).containsExactly("a");
	}

	@Test
	void closingAWindowThatNeverStartedLeavesTheCurrentOneAlone() {
		Rig rig = new Rig();
		Rig.Session current = rig.start();
		Rig.Session candidate = rig.open();
		candidate.window.close();
		rig.publish("t", "a", 0);
		assertThat(current.texts()).containsExactly("a");
	}

	@Test
	void whatTheServerCannotTakeFailsByItselfAndSaysWhichLimit() {
		Rig rig = new Rig();
		CompletableFuture<MqttPublishResult> qos2 = rig.publish("t", "qos 2", 2);
		CompletableFuture<MqttPublishResult> big = rig.publish("t", "x".repeat(2000), 1);
		CompletableFuture<MqttPublishResult> retained = rig.outbox
			.publish(new OutboundPublish("t", new byte[0], 1, true, PublishProperties.NONE));
		CompletableFuture<MqttPublishResult> plain = rig.publish("plain");
		Rig.Session session = rig.start(Rig.limits(1, false, 1000, 10));
		rig.time.settle();
		assertRejected(qos2, 0x9B, "at most QoS 1");
		assertRejected(big, 0x95, "at most 1000");
		assertRejected(retained, 0x9A, "Retain Available");
		assertThat(session.texts()).containsExactly("plain");
		session.answer("plain", 0);
		assertThat(plain).isCompleted();
	}

	@Test
	void aPublishIsHeldToTheLimitsOfTheServerThatComes() {
		Rig rig = new Rig();
		rig.start(Rig.limits(1, true, 1000, 10)).window.close();
		CompletableFuture<MqttPublishResult> qos2 = rig.publish("t", "m", 2);
		Rig.Session second = rig.start();
		second.answer("m", 0);
		assertThat(qos2).isCompleted();
	}

	@Test
	void aPacketOfExactlyTheServersSizeGoes() {
		Rig rig = new Rig();
		OutboundPublish publish = Rig.message("topic", "x".repeat(500), 1);
		rig.outbox.publish(publish);
		Rig.Session session = rig.start(Rig.limits(2, true, PublishSize.of(publish), 10));
		assertThat(session.client.sent()).hasSize(1);
	}

	@Test
	void sentDuplicatesAreCountedAsAttempts() {
		Rig rig = new Rig();
		CompletableFuture<MqttPublishResult> future = rig.publish("a");
		List<Rig.Session> sessions = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			sessions.add(rig.start());
			rig.time.advance(Duration.ofSeconds(1));
			if (i < 6) {
				sessions.get(i).window.close();
			}
		}
		sessions.get(6).answer("a", 0);
		assertThat(future.join().attempts()).isEqualTo(7);
	}

	static void assertRejected(CompletableFuture<MqttPublishResult> future, int reasonCode, String text) {
		assertThat(future).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(MqttPublishRejectedException.class,
					(ex) -> assertThat(ex.reasonCode()).isEqualTo(reasonCode))
			.withMessageContaining(text)
			.withMessageContaining("0x%02X".formatted(reasonCode));
	}

}
