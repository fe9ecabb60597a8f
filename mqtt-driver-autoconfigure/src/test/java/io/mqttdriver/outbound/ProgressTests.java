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

import static org.assertj.core.api.Assertions.assertThat;

@Proof(Means.SIMULATED)
class ProgressTests {

	private static final Duration LOOK = Duration.ofMillis(250);

	@Test
	void aMissingAcknowledgementIsDiagnosedAtTheTimeout() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		rig.time.advance(Duration.ofSeconds(100));
		rig.publish("plant/1", "secret payload", 1);
		rig.publish("plant/2", "secret payload", 1);
		rig.time.advance(Duration.ofNanos(4_999_999_999L));
		assertThat(session.diagnoses).isEmpty();
		rig.time.advance(Duration.ofNanos(1));
		assertThat(session.diagnoses).singleElement()
			.asString()
			.contains("mqtt.driver.publish.timeout", "CONNECTED", "'c'", "tcp://broker:1883", "generation 1",
					"2 in flight, 2 pending", "'plant/1'", "QoS 1", "attempts 1", "begun 5.000 s ago",
					"bytes written, last 5.000 s ago", "20 bytes read, last 105.000 s ago", "0 bytes unsent",
					"socket: 127.0.0.1:50000")
			.doesNotContain("secret")
			.as("said by whoever makes it")
			.doesNotContain("a new one");
		rig.time.advance(Duration.ofSeconds(60));
		assertThat(session.diagnoses).as("told once for a window").hasSize(1);
	}

	@Test
	void itIsSentAgainByTheNextClientAndItsTimeDoubles() {
		Rig rig = new Rig();
		CompletableFuture<MqttPublishResult> future = rig.publish("a");
		List<Long> found = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			Rig.Session session = rig.start();
			long from = rig.time.nanoTime();
			while (session.diagnoses.isEmpty()) {
				assertThat(rig.time.advanceToNext()).isTrue();
			}
			found.add(Duration.ofNanos(rig.time.nanoTime() - from).toSeconds());
			session.window.close();
		}
		assertThat(found).containsExactly(5L, 10L, 20L, 40L);
		Rig.Session last = rig.start();
		last.answer("a", 0);
		assertThat(future.join().attempts()).isEqualTo(5);
	}

	@Test
	void theFinalExceptionRemembersWhatWasSeenBefore() {
		Rig rig = new Rig(Rig.settings(Duration.ofSeconds(5), Duration.ofSeconds(8)));
		Rig.Session session = rig.start();
		CompletableFuture<MqttPublishResult> future = rig.publish("a");
		rig.time.advance(Duration.ofSeconds(5));
		assertThat(session.diagnoses).hasSize(1);
		session.window.close();
		rig.time.advance(Duration.ofSeconds(3));
		assertThat(future).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(MqttPublishTimeoutException.class,
					(ex) -> assertThat(ex.diagnosis()).contains("Before that: " + session.diagnoses.get(0)));
	}

	@Test
	@Fault("P15")
	void oneMissingAcknowledgementAmongManyIsFound() {
		Rig rig = new Rig();
		Rig.Session session = rig.open();
		session.client.onPublish((sent) -> {
			if (!sent.text().equals("m100")) {
				rig.time.execute(() -> session.window.settled(sent.token(), 0, ""));
			}
		});
		session.window.start(Rig.window(50));
		long lost = 0;
		for (int i = 0; session.diagnoses.isEmpty(); i++) {
			assertThat(i).isLessThan(10_000);
			lost = (i == 100) ? rig.time.nanoTime() : lost;
			rig.publish("m" + i);
			rig.time.advance(Duration.ofMillis(10));
		}
		assertThat(Duration.ofNanos(rig.time.nanoTime() - lost)).isBetween(Duration.ofSeconds(5),
				Duration.ofSeconds(5).plus(LOOK).plusMillis(10));
		assertThat(session.diagnoses.get(0)).contains("1 in flight");
	}

	@Test
	void theTimeCountsFromWhenAPublishBecameTheOldest() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		rig.publish("a");
		rig.publish("b");
		rig.time.advance(Duration.ofSeconds(4));
		session.answer("a", 0);
		rig.time.advance(Duration.ofNanos(4_999_999_999L));
		assertThat(session.diagnoses).isEmpty();
		rig.time.advance(Duration.ofNanos(1));
		assertThat(session.diagnoses).hasSize(1);
	}

	@Test
	void aBigPublishOnASlowLinkIsNoLossWhileTheSocketTakesBytes() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		session.client.slow();
		CompletableFuture<MqttPublishResult> future = rig.publish("x".repeat(1_000_000));
		for (int second = 0; second < 100; second++) {
			rig.time.advance(Duration.ofSeconds(1));
			session.client.write(10_000);
		}
		session.client.write(1000);
		rig.time.advance(Duration.ofMillis(4900));
		assertThat(session.diagnoses).isEmpty();
		session.window.settled(session.client.last().token(), 0, "");
		rig.time.settle();
		assertThat(future).isCompleted();
	}

	@Test
	void aSocketThatStopsTakingBytesIsFoundOneTimeoutLater() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		session.client.slow();
		rig.publish("x".repeat(1_000_000));
		for (int second = 0; second < 20; second++) {
			rig.time.advance(Duration.ofSeconds(1));
			session.client.write(10_000);
		}
		rig.time.advance(Duration.ofNanos(4_999_999_999L));
		assertThat(session.diagnoses).isEmpty();
		rig.time.advance(Duration.ofNanos(1));
		assertThat(session.diagnoses).singleElement().asString().contains("8000", "bytes unsent");
	}

	@Test
	void afterTheLastByteOtherTrafficDoesNotPutItOff() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		session.client.slow();
		rig.publish("x".repeat(10_000));
		rig.time.advance(Duration.ofSeconds(3));
		session.client.write(100_000);
		long written = rig.time.nanoTime();
		for (int i = 0; i < 1000 && session.diagnoses.isEmpty(); i++) {
			rig.time.advance(Duration.ofMillis(50));
			session.client.write(100);
		}
		assertThat(Duration.ofNanos(rig.time.nanoTime() - written)).isBetween(Duration.ofSeconds(5),
				Duration.ofSeconds(5).plus(LOOK).plusMillis(50));
	}

	@Test
	void qos0InTheLibraryCountsAsInFlight() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		session.client.slow();
		rig.publish("t", "a", 0);
		rig.time.advance(Duration.ofSeconds(5));
		assertThat(session.diagnoses).hasSize(1);
	}

	@Test
	void nothingInFlightNeedsNoTimerAndIsNoLoss() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		rig.publish("a");
		session.answer("a", 0);
		rig.time.advance(Duration.ofMinutes(30));
		assertThat(session.diagnoses).isEmpty();
		assertThat(rig.time.waiting()).isZero();
	}

	@Test
	void aClosedWindowIsNotLookedAtAnyMore() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		rig.publish("a");
		rig.time.advance(Duration.ofSeconds(1));
		session.window.close();
		rig.time.advance(Duration.ofSeconds(60));
		assertThat(session.diagnoses).isEmpty();
	}

	@Test
	void aSlotWhoseDeliveryTimedOutStillConvictsTheClient() {
		Rig rig = new Rig(Rig.settings(Duration.ofSeconds(5), Duration.ofSeconds(2)));
		Rig.Session session = rig.start();
		rig.publish("a");
		rig.time.advance(Duration.ofSeconds(2));
		assertThat(rig.outcomes).containsExactly("timeout");
		rig.time.advance(Duration.ofSeconds(3));
		assertThat(session.diagnoses).hasSize(1);
	}

}
