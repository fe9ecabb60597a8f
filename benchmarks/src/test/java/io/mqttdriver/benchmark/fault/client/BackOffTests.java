package io.mqttdriver.benchmark.fault.client;

import java.time.Duration;
import java.time.Instant;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttDriverStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackOffTests {

	private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

	@Test
	void aLossAfterAStableTimeIsTriedAgainAtOnce() {
		assertThat(promised(MqttDriverState.CONNECTED, 0, Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void aLossBeforeThatCountsAsAFailure() {
		assertThat(promised(MqttDriverState.CONNECTED, 0, Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(7));
	}

	@Test
	void theStepThenDueIsThatOfTheFailuresSoFarWithItsJitter() {
		assertThat(promised(MqttDriverState.WAITING, 1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(7));
		assertThat(promised(MqttDriverState.WAITING, 2, Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
		assertThat(promised(MqttDriverState.WAITING, 9, Duration.ZERO)).isEqualTo(Duration.ofSeconds(37));
	}

	@Test
	void anAttemptThatMayStillFailIsFollowedByTheNextStep() {
		assertThat(promised(MqttDriverState.CONNECTING, 1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void anOpenCircuitIsProbedAfterItsTime() {
		assertThat(promised(MqttDriverState.CIRCUIT_OPEN, 10, Duration.ZERO)).isEqualTo(Duration.ofSeconds(73));
	}

	@Test
	void withoutAMinimumThereIsNoWaitAfterALoss() {
		assertThat(BackOff.eager().promisedSilence(status(MqttDriverState.CONNECTED, 0, Duration.ZERO), NOW))
			.isEqualTo(Duration.ofSeconds(1));
	}

	private static Duration promised(MqttDriverState state, int failures, Duration since) {
		return BackOff.defaults().promisedSilence(status(state, failures, since), NOW);
	}

	private static MqttDriverStatus status(MqttDriverState state, int failures, Duration since) {
		return new MqttDriverStatus(state, "id", null, NOW.minus(since), 0, failures, null, MqttCircuitState.CLOSED, 0,
				0);
	}

}
