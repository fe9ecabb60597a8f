package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.mqttdriver.MqttPublishResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that end the connection because of one publish.
 */
class SuspectsTests {

	private final Rig rig = new Rig();

	private final List<String> taken = new ArrayList<>();

	/** Ends the connection with the code on what begins with "bad", answers the rest. */
	private boolean serve(int window, int reasonCode) {
		Rig.Session session = this.rig.start(Rig.window(window));
		for (int i = 0; i < session.client.sent().size(); i++) {
			RecordingClient.Sent sent = session.client.sent().get(i);
			if (sent.text().startsWith("bad")) {
				end(session, reasonCode);
				return false;
			}
			this.taken.add(sent.text());
			session.window.settled(sent.token(), 0, "");
			this.rig.time.settle();
		}
		return true;
	}

	private void end(Rig.Session session, int reasonCode) {
		session.window.ended(reasonCode);
		session.window.close();
		this.rig.time.settle();
	}

	private Rig.Session lost(int reasonCode) {
		Rig.Session session = this.rig.start();
		end(session, reasonCode);
		return session;
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x81, 0x82, 0x87, 0x90, 0x95, 0x99, 0x9A, 0x9B })
	void thePublishThatEndsConnectionsFailsAtTheSecondAndTheOthersGoThroughInOrder(int reasonCode) {
		List<CompletableFuture<MqttPublishResult>> healthy = new ArrayList<>();
		List.of("a", "b", "c").forEach((text) -> healthy.add(this.rig.publish(text)));
		CompletableFuture<MqttPublishResult> bad = this.rig.publish("bad");
		List.of("d", "e", "f").forEach((text) -> healthy.add(this.rig.publish(text)));
		Rig.Session first = lost(reasonCode);
		assertThat(first.texts()).containsExactly("a", "b", "c", "bad", "d", "e", "f");
		assertThat(bad).as("several were in flight").isNotDone();
		assertThat(serve(10, reasonCode)).isFalse();
		WindowTests.assertRejected(bad, reasonCode, "the server ended the connection with");
		assertThat(serve(10, reasonCode)).isTrue();
		assertThat(healthy).allMatch((future) -> future.join().reasonCode() == 0);
		assertThat(this.taken).containsExactly("a", "b", "c", "d", "e", "f");
		assertThat(this.rig.outbox.pending()).isZero();
	}

	@Test
	void oneAtATimeIsInFlightUntilThoseOfTheLossAreAnsweredAndThenAsManyAsTheServerTakes() {
		List.of("a", "b").forEach(this.rig::publish);
		lost(0x95);
		List.of("c", "d", "e").forEach(this.rig::publish);
		Rig.Session second = this.rig.start();
		assertThat(second.texts()).containsExactly("a");
		second.answer("a", 0);
		assertThat(second.texts()).containsExactly("a", "b");
		second.answer("b", 0x97);
		assertThat(second.texts()).containsExactly("a", "b");
		this.rig.publish("other", "f", 1);
		assertThat(second.texts()).as("an answer clears, whatever it is").containsExactly("a", "b", "f");
	}

	@Test
	void twoOfThemAreFoundOneAfterTheOther() {
		CompletableFuture<MqttPublishResult> bad = this.rig.publish("bad 1");
		CompletableFuture<MqttPublishResult> healthy = this.rig.publish("a");
		CompletableFuture<MqttPublishResult> worse = this.rig.publish("bad 2");
		lost(0x82);
		serve(10, 0x82);
		WindowTests.assertRejected(bad, 0x82, "protocol error");
		assertThat(worse).isNotDone();
		serve(10, 0x95);
		WindowTests.assertRejected(worse, 0x95, "packet too large");
		assertThat(healthy).isCompleted();
	}

	@Test
	void aLossOfAnotherKindFailsNobodyAndForgetsNothing() {
		CompletableFuture<MqttPublishResult> bad = this.rig.publish("bad");
		CompletableFuture<MqttPublishResult> healthy = this.rig.publish("a");
		lost(0x82);
		this.rig.start().window.close();
		lost(0x8B);
		Rig.Session careful = this.rig.start();
		assertThat(careful.texts()).containsExactly("bad");
		end(careful, 0x98);
		assertThat(bad).isNotDone();
		serve(10, 0x82);
		WindowTests.assertRejected(bad, 0x82, "5 attempts");
		assertThat(serve(10, 0x82)).isTrue();
		assertThat(healthy).isCompleted();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x00, 0x80, 0x89, 0x8B, 0x8D, 0x8E, 0x97, 0x98, 0x9D })
	void codesThatAreAboutNoPacketOfOursFailNobodyEver(int reasonCode) {
		CompletableFuture<MqttPublishResult> future = this.rig.publish("a");
		CompletableFuture<MqttPublishResult> other = this.rig.publish("b");
		for (int i = 0; i < 20; i++) {
			assertThat(lost(reasonCode).texts()).startsWith("a");
		}
		assertThat(future).isNotDone();
		assertThat(other).isNotDone();
	}

	@Test
	void whatIsAloneInFlightAtTheFirstLossIsSentAgain() {
		CompletableFuture<MqttPublishResult> future = this.rig.publish("a");
		lost(0x81);
		assertThat(future).isNotDone();
		this.rig.start().answer("a", 0);
		assertThat(future.join().attempts()).isEqualTo(2);
	}

	@Test
	void behindOneOfQos0ThatWasWrittenNobodyIsBlamed() {
		this.rig.outbox.publish(Rig.expiring("t", "expires", Duration.ofMillis(2500)));
		CompletableFuture<MqttPublishResult> future = this.rig.publish("a");
		lost(0x81);
		Rig.Session second = this.rig.start();
		second.answer("expires", 0x97);
		this.rig.time.advance(Duration.ofSeconds(1));
		second.answer("expires", 0x97);
		this.rig.publish("other", "bad", 0);
		second.answer("bad", 0);
		this.rig.time.advance(Duration.ofSeconds(2));
		assertThat(second.texts()).containsExactly("expires", "expires", "bad", "a");
		end(second, 0x81);
		assertThat(future).isNotDone();
		this.rig.start().answer("a", 0);
		assertThat(future).isCompleted();
	}

	@Test
	void whereResetsHideTheCodeTheOldestGoOneAtATimeUntilItIsSeen() {
		List<CompletableFuture<MqttPublishResult>> healthy = new ArrayList<>();
		CompletableFuture<MqttPublishResult> bad = this.rig.publish("bad");
		IntStream.range(0, 100).forEach((i) -> healthy.add(this.rig.publish("m" + i)));
		for (int i = 0; i < 3; i++) {
			Rig.Session session = this.rig.start();
			assertThat(session.texts()).hasSize(101);
			session.window.close();
		}
		assertThat(serve(200, 0x82)).isFalse();
		assertThat(bad).as("the first time that it is said").isNotDone();
		assertThat(serve(200, 0x82)).isFalse();
		WindowTests.assertRejected(bad, 0x82, "5 attempts");
		assertThat(serve(200, 0x82)).isTrue();
		assertThat(healthy).allMatch((future) -> future.join().reasonCode() == 0);
		assertThat(this.taken).isEqualTo(IntStream.range(0, 100).mapToObj((i) -> "m" + i).toList());
	}

	@Test
	void connectionsThatBreakWithoutACodeFailNobodyAndOnlyTheOldestGoOneAtATime() {
		IntStream.range(0, 100).forEach((i) -> this.rig.publish("m" + i));
		for (int i = 0; i < 20; i++) {
			Rig.Session session = this.rig.start();
			assertThat(session.texts()).hasSize((i < 3) ? 100 : 1);
			session.window.close();
		}
		Rig.Session last = this.rig.start();
		IntStream.range(0, 32).forEach((i) -> last.answer("m" + i, 0));
		assertThat(last.texts()).hasSize(100);
		assertThat(this.rig.outbox.pending()).isEqualTo(68);
	}

	@Test
	void qos0InFlightFailsAsAtEachLossAndIsNotSuspected() {
		Rig.Session first = this.rig.start();
		this.rig.publish("t", "bad", 0);
		end(first, 0x82);
		assertThat(this.rig.outcomes).containsExactly("not-connected");
		List.of("a", "b").forEach(this.rig::publish);
		assertThat(this.rig.start().texts()).containsExactly("a", "b");
	}

	@Test
	void whatTimesOutIsNoLongerSuspected() {
		CompletableFuture<MqttPublishResult> future = this.rig.publish("a");
		lost(0x82);
		this.rig.time.advance(Duration.ofMinutes(10));
		assertThat(future).isCompletedExceptionally();
		List.of("b", "c").forEach(this.rig::publish);
		assertThat(this.rig.start().texts()).containsExactly("b", "c");
	}

	@Test
	void nothingIsSentOnAConnectionThatTheServerHasEnded() {
		Rig.Session session = this.rig.start();
		this.rig.publish("a");
		session.window.ended(0x82);
		this.rig.publish("b");
		session.window.settled(1, 0, "");
		assertThat(session.texts()).containsExactly("a");
		session.window.close();
		assertThat(this.rig.start().texts()).containsExactly("b");
	}

}
