package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttPublishExpiredException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttPublishTimeoutException;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Proof(Means.SIMULATED)
class DeadlineTests {

	@Test
	void aPublishFailsOnceAtItsDeliveryTimeoutOverAllAttempts() {
		Rig rig = new Rig(Rig.settings(Duration.ofSeconds(5), Duration.ofSeconds(12)));
		CompletableFuture<MqttPublishResult> first = rig.publish("a");
		rig.time.advance(Duration.ofSeconds(1));
		CompletableFuture<MqttPublishResult> second = rig.publish("b");
		rig.start().window.close();
		Rig.Session session = rig.start();
		rig.time.advance(Duration.ofNanos(10_999_999_999L));
		assertThat(first).isNotDone();
		rig.time.advance(Duration.ofNanos(1));
		assertThat(first).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttPublishTimeoutException.class)
			.withMessageContaining("mqtt.driver.publish.delivery-timeout");
		assertThat(second).isNotDone();
		assertThat(rig.outbox.pending()).isOne();
		rig.time.advance(Duration.ofSeconds(1));
		assertThat(second).isCompletedExceptionally();
		session.answer("a", 0);
		assertThat(rig.outcomes).containsExactly("timeout", "timeout");
	}

	@Test
	void theTimeoutCarriesADiagnosis() {
		Rig rig = new Rig(Rig.settings(Duration.ofSeconds(5), Duration.ofSeconds(5)));
		Rig.Session session = rig.start();
		CompletableFuture<MqttPublishResult> future = rig.publish("plant/1", "secret payload", 1);
		rig.time.advance(Duration.ofSeconds(5));
		assertThat(future).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(MqttPublishTimeoutException.class,
					(ex) -> assertThat(ex.diagnosis())
						.contains("CONNECTED", "'c'", "tcp://broker:1883", "generation 1", "1 in flight", "plant/1",
								"QoS 1", "attempts 1", "bytes written", "bytes read", "0 bytes unsent", "socket: ")
						.doesNotContain("secret"));
		assertThat(session.diagnoses).as("the client is still found out").hasSize(1);
	}

	@Test
	void withoutAClientTheDiagnosisSaysSo() {
		Rig rig = new Rig(Rig.settings(Duration.ofSeconds(5), Duration.ofSeconds(5)));
		CompletableFuture<MqttPublishResult> future = rig.publish("a");
		rig.time.advance(Duration.ofSeconds(5));
		assertThat(future).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withMessageContaining("no client was made yet");
		rig.open();
		CompletableFuture<MqttPublishResult> connecting = rig.publish("b");
		rig.time.advance(Duration.ofSeconds(5));
		assertThat(connecting).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("generation 1");
	}

	@Test
	void aTimedOutPublishKeepsItsSlotUntilAcknowledged() {
		Rig rig = new Rig(Rig.settings(Duration.ofMinutes(5), Duration.ofSeconds(5)));
		Rig.Session session = rig.start(Rig.window(1));
		rig.publish("a");
		rig.time.advance(Duration.ofSeconds(4));
		CompletableFuture<MqttPublishResult> next = rig.publish("b");
		rig.time.advance(Duration.ofSeconds(1));
		assertThat(rig.outcomes).containsExactly("timeout");
		assertThat(session.texts()).containsExactly("a");
		session.answer("a", 0);
		assertThat(session.texts()).containsExactly("a", "b");
		session.answer("b", 0);
		assertThat(next).isCompleted();
		assertThat(rig.outcomes).containsExactly("timeout", "acknowledged");
	}

	@Test
	void aTimedOutPublishIsNotSentAgain() {
		Rig rig = new Rig(Rig.settings(Duration.ofMinutes(5), Duration.ofSeconds(5)));
		Rig.Session first = rig.start(Rig.window(1));
		rig.publish("a");
		rig.publish("b");
		rig.time.advance(Duration.ofSeconds(5));
		first.window.close();
		assertThat(rig.start().texts()).isEmpty();
	}

	@Test
	void theDeadlineOfAReservedPublishIsItsOwn() {
		Rig rig = new Rig(Rig.settings(Duration.ofSeconds(5), Duration.ofSeconds(10)));
		CompletableFuture<MqttPublishResult> reserved = rig.outbox.publishReserved(Rig.message("dlt", "d", 1));
		rig.time.advance(Duration.ofSeconds(5));
		CompletableFuture<MqttPublishResult> main = rig.publish("a");
		rig.time.advance(Duration.ofSeconds(5));
		assertThat(reserved).isCompletedExceptionally();
		assertThat(main).isNotDone();
	}

	@Test
	@Fault("P11")
	void aMessageThatExpiresWhileWaitingFailsAtOnceAndIsNotSent() {
		Rig rig = new Rig();
		rig.publish("before");
		CompletableFuture<MqttPublishResult> longer = rig.outbox
			.publish(Rig.expiring("t", "longer", Duration.ofSeconds(60)));
		CompletableFuture<MqttPublishResult> future = rig.outbox
			.publish(Rig.expiring("t", "a", Duration.ofMillis(2500)));
		rig.time.advance(Duration.ofMillis(2499));
		assertThat(future).isNotDone();
		rig.time.advance(Duration.ofMillis(1));
		assertThat(future).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttPublishExpiredException.class);
		assertThat(rig.outcomes).containsExactly("expired");
		assertThat(rig.start().texts()).containsExactly("before", "longer");
		assertThat(longer).isNotDone();
	}

	@Test
	void whatIsLeftOfTheExpiryGoesOverTheWireInWholeSecondsRoundedUp() {
		Rig rig = new Rig();
		rig.outbox.publish(Rig.expiring("t", "a", Duration.ofSeconds(10)));
		rig.outbox.publish(Rig.expiring("t", "b", Duration.ofMillis(3100)));
		rig.time.advance(Duration.ofMillis(3050));
		Rig.Session session = rig.start();
		assertThat(session.client.sent()).extracting((sent) -> sent.publish().properties().messageExpiry())
			.containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(1));
		assertThat(session.client.sent().get(0).publish().properties().userProperties()).isEmpty();
	}

	@Test
	void whatIsInFlightDoesNotExpireUntilItsClientIsDead() {
		Rig rig = new Rig();
		Rig.Session first = rig.start();
		CompletableFuture<MqttPublishResult> acknowledged = rig.outbox
			.publish(Rig.expiring("t", "a", Duration.ofSeconds(2)));
		CompletableFuture<MqttPublishResult> lost = rig.outbox.publish(Rig.expiring("t", "b", Duration.ofSeconds(2)));
		rig.time.advance(Duration.ofSeconds(3));
		first.answer("a", 0);
		assertThat(acknowledged).isCompleted();
		assertThat(lost).isNotDone();
		first.window.close();
		rig.time.settle();
		assertThat(rig.outcomes).containsExactly("acknowledged", "expired");
		assertThat(rig.start().texts()).isEmpty();
	}

	@Test
	void aPublishThatWaitsAfterARefusalExpires() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		CompletableFuture<MqttPublishResult> future = rig.outbox
			.publish(Rig.expiring("t", "a", Duration.ofMillis(500)));
		session.answer("a", 0x97);
		rig.publish("b");
		assertThat(session.texts()).containsExactly("a");
		rig.time.advance(Duration.ofMillis(500));
		assertThat(future).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttPublishExpiredException.class);
		assertThat(session.texts()).containsExactly("a", "b");
	}

	@Test
	void thereIsOneTimerForManyDeadlines() {
		Rig rig = new Rig();
		for (int i = 0; i < 1000; i++) {
			rig.publish("m" + i);
			rig.time.advance(Duration.ofMillis(1));
		}
		assertThat(rig.time.waiting()).isOne();
	}

}
