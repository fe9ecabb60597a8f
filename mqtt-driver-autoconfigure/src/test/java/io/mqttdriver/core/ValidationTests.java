package io.mqttdriver.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttDriverBuilder.ValidationMode;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.PublishAnswer;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.ServerRecord.Publish;
import io.mqttdriver.engine.ServerRecord.Subscribe;
import io.mqttdriver.engine.ServerRecord.Unsubscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a new connection proves that it works.
 */
class ValidationTests {

	@Test
	void aTestPublishOfQos1MustBeAcknowledgedBeforeAnythingElse() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().nextPublishes(PublishAnswer.ok().after(Duration.ofSeconds(3)));
			it.publish("later");
			it.driver.subscribe("in", String.class, (message) -> {
			});
			it.driver.connect();
			it.seconds(2.9);
			assertThat(it.state()).isEqualTo(MqttDriverState.VALIDATING);
			assertThat(it.record().sent()).hasSize(2);
			assertThat(it.record().packets(Publish.class)).singleElement().satisfies((publish) -> {
				assertThat(publish.topic()).isEqualTo(SimulatedDriver.VALIDATION_TOPIC);
				assertThat(publish.publish().qos()).isOne();
				assertThat(publish.publish().retained()).isFalse();
			});
			it.seconds(0.2);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.published()).containsExactly("later");
		}
	}

	/** P12. */
	@Test
	void aRefusedTestPublishIsNoFailure() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().nextPublishes(PublishAnswer.code(0x87));
			it.connected();
			assertThat(it.driver.status().consecutiveFailures()).isZero();
			assertThat(it.driver.unvalidated()).isFalse();
		}
	}

	@Test
	void noAcknowledgementWithinTheTimeoutIsAFailureAgainAndAgain() {
		try (SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.reconnectValidationTimeout(Duration.ofSeconds(2)).reconnectMaxFailures(4))) {
			it.script().publishes(PublishAnswer.ignore());
			it.driver.connect();
			it.seconds(1.9);
			assertThat(it.state()).isEqualTo(MqttDriverState.VALIDATING);
			it.seconds(0.2);
			assertThat(it.state()).isEqualTo(MqttDriverState.WAITING);
			assertThat(it.driver.status().lastFailure()).contains("mqtt.driver.reconnect.validation.timeout");
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isEqualTo(4);
			assertThat(it.driver.unvalidated()).isFalse();
		}
	}

	/** P12. */
	@Test
	void lostTwiceRunningByTheTestPublishItIsMadeWithout() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script()
				.publishes((publish) -> SimulatedDriver.isValidation(publish) ? PublishAnswer.disconnect(0x90)
						: PublishAnswer.ok());
			it.connected();
			assertThat(it.record().opened()).isEqualTo(3);
			assertThat(it.record().packets(Publish.class)).hasSize(2);
			assertThat(it.driver.unvalidated()).isTrue();
			it.publish("works");
			it.seconds(1);
			assertThat(it.published()).containsExactly("works");
		}
	}

	/**
	 * P12: mosquitto with {@code max_queued_messages 0} refuses what may not be
	 * published, and closes right after that.
	 */
	@Test
	void lostTwiceRunningRightAfterTheTestPublishWasRefusedItIsMadeWithout() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script()
				.publishes((publish) -> SimulatedDriver.isValidation(publish) ? PublishAnswer.code(0x87)
						: PublishAnswer.ok());
			for (int i = 0; i < 2; i++) {
				it.connected();
				assertThat(it.driver.unvalidated()).isFalse();
				it.seconds(0.005);
				it.engine.drop();
				it.seconds(1);
			}
			it.connected();
			assertThat(it.driver.unvalidated()).isTrue();
			assertThat(it.record().packets(Publish.class)).hasSize(2);
		}
	}

	@Test
	void aLossLongAfterARefusedTestPublishIsNotPutDownToIt() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectMaxFailures(100))) {
			it.script()
				.publishes((publish) -> SimulatedDriver.isValidation(publish) ? PublishAnswer.code(0x87)
						: PublishAnswer.ok());
			for (int i = 0; i < 6; i++) {
				it.connected();
				it.seconds((i % 2 == 0) ? 0.005 : 6);
				it.engine.drop();
				it.seconds(1);
			}
			it.connected();
			assertThat(it.driver.unvalidated()).isFalse();
		}
	}

	@Test
	void anOperatorsRebuildTriesTheValidationAgain() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().nextPublishes(PublishAnswer.drop(), PublishAnswer.drop());
			it.stable();
			assertThat(it.driver.unvalidated()).isTrue();
			it.driver.reconnect();
			it.seconds(1);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.driver.unvalidated()).isFalse();
		}
	}

	@Test
	void lostOnceByTheTestPublishItIsTriedAgain() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().nextPublishes(PublishAnswer.drop());
			it.stable();
			it.script().nextPublishes(PublishAnswer.drop());
			it.engine.drop();
			it.seconds(30);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.driver.unvalidated()).isFalse();
			assertThat(it.record().packets(Publish.class)).hasSize(4);
		}
	}

	@Test
	void aRoundTripMustComeBack() {
		try (SimulatedDriver it = roundTrip()) {
			it.script().routes(true);
			it.connected();
			assertThat(it.record().packets(Subscribe.class)).singleElement()
				.satisfies(
						(subscribe) -> assertThat(subscribe.names()).containsExactly(SimulatedDriver.VALIDATION_TOPIC));
			it.seconds(1);
			assertThat(it.record().packets(Unsubscribe.class)).hasSize(1);
		}
	}

	@Test
	void aRoundTripThatIsOnlyAcknowledgedIsAFailure() {
		try (SimulatedDriver it = roundTrip()) {
			it.driver.connect();
			it.seconds(4.9);
			assertThat(it.state()).isEqualTo(MqttDriverState.VALIDATING);
			it.seconds(0.2);
			assertThat(it.state()).isEqualTo(MqttDriverState.WAITING);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x80, 0x87, 0x8F })
	void whereTheRoundTripIsNotAllowedTheAcknowledgementIsTheProof(int reasonCode) {
		try (SimulatedDriver it = roundTrip()) {
			it.script().nextFilters(reasonCode).nextPublishes(PublishAnswer.ok().after(Duration.ofSeconds(2)));
			CompletableFuture<MqttSubscription> own = it.driver.subscribe("in", String.class, (message) -> {
			});
			it.driver.connect();
			it.seconds(1.9);
			assertThat(it.state()).isEqualTo(MqttDriverState.VALIDATING);
			it.seconds(0.2);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.driver.status().consecutiveFailures()).isZero();
			assertThat(it.record().packets(Publish.class)).hasSize(1);
			assertThat(it.record().packets(Unsubscribe.class)).isEmpty();
			assertThat(own).isCompleted();
		}
	}

	@Test
	void aTestPublishThatIsRefusedOnItsRoundTripIsNoFailure() {
		try (SimulatedDriver it = roundTrip()) {
			it.script().routes(true).nextPublishes(PublishAnswer.code(0x87));
			it.connected();
			assertThat(it.driver.status().consecutiveFailures()).isZero();
			it.seconds(1);
			assertThat(it.record().packets(Unsubscribe.class)).hasSize(1);
		}
	}

	@Test
	void whereTheRoundTripIsNotAllowedAMissingAcknowledgementIsAFailure() {
		try (SimulatedDriver it = roundTrip()) {
			it.script().nextFilters(0x87).nextPublishes(PublishAnswer.ignore());
			it.driver.connect();
			it.seconds(4.9);
			assertThat(it.state()).isEqualTo(MqttDriverState.VALIDATING);
			it.seconds(0.2);
			assertThat(it.state()).isEqualTo(MqttDriverState.WAITING);
		}
	}

	@Test
	void withoutValidationNothingIsPublished() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectValidationMode(ValidationMode.NONE))
			.connected()) {
			assertThat(it.record().packets(Publish.class)).isEmpty();
			assertThat(it.driver.unvalidated()).isFalse();
		}
	}

	@Test
	void aServerOfQos0OnlyIsNotValidatedByAnAcknowledgement() {
		ServerLimits limits = new ServerLimits(0, true, 1_000_000, 10, 10, true, true, true, Duration.ZERO, null, null);
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.accept(limits, false));
			it.connected();
			assertThat(it.record().packets(Publish.class)).isEmpty();
		}
	}

	private static SimulatedDriver roundTrip() {
		return new SimulatedDriver((builder) -> builder.reconnectValidationMode(ValidationMode.ROUND_TRIP));
	}

}
