package io.mqttdriver.autoconfigure.health;

import java.time.Instant;
import java.util.List;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttDriverStatus;
import io.mqttdriver.core.DriverDetails;
import io.mqttdriver.core.DriverDetails.ListenerDetails;
import io.mqttdriver.subscription.SubscriptionStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

class MqttHealthIndicatorTests {

	private final MqttDriver driver = mock(MqttDriver.class, withSettings().extraInterfaces(DriverDetails.class));

	private final DriverDetails details = (DriverDetails) this.driver;

	@BeforeEach
	void connected() {
		given(this.details.windowHolder()).willReturn("");
		given(this.details.subscriptions()).willReturn(List.of(new SubscriptionStatus("a", 1, 1)));
		status(MqttDriverState.CONNECTED, null);
	}

	@ParameterizedTest
	@EnumSource
	void onlyConnectedIsUp(MqttDriverState state) {
		status(state, "last");
		Status expected = switch (state) {
			case CONNECTED -> Status.UP;
			case STOPPED, STOPPING -> Status.OUT_OF_SERVICE;
			case CONNECTING, VALIDATING, SUBSCRIBING, WAITING, CIRCUIT_OPEN -> Status.DOWN;
		};
		assertThat(health().getStatus()).isEqualTo(expected);
		assertThat(health().getDetails()).containsEntry("state", state);
	}

	@Test
	void aRefusedSubscriptionIsDown() {
		given(this.details.subscriptions())
			.willReturn(List.of(new SubscriptionStatus("a", 1, 0), new SubscriptionStatus("b", 1, 0x87)));
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(health().getDetails()).containsEntry("refusedSubscriptions", List.of("b"));
	}

	@Test
	void anUnansweredSubscriptionIsDownAndNotRefused() {
		given(this.details.subscriptions())
			.willReturn(List.of(new SubscriptionStatus("a", 1, SubscriptionStatus.UNANSWERED)));
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(health().getDetails()).containsEntry("refusedSubscriptions", List.of());
	}

	@Test
	void theDetailsAreThoseOfTheStatus() {
		status(MqttDriverState.CONNECTED, "timeout");
		given(this.details.listeners()).willReturn(List.of(listener("l1", "running"), listener("l2", "paused")));
		assertThat(health().getDetails())
			.containsOnlyKeys("state", "clientId", "serverUri", "since", "rebuilds", "lastFailure", "circuit",
					"refusedSubscriptions", "pausedListeners")
			.containsEntry("clientId", "c")
			.containsEntry("serverUri", "tcp://h:1")
			.containsEntry("rebuilds", 4L)
			.containsEntry("lastFailure", "timeout")
			.containsEntry("circuit", MqttCircuitState.CLOSED)
			.containsEntry("pausedListeners", List.of("l2"));
	}

	@Test
	void aSkippedValidationAndTheHolderOfTheWindowAreSaid() {
		given(this.details.unvalidated()).willReturn(true);
		given(this.details.windowHolder()).willReturn("listener 'slow' holds 1000");
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("windowHolder", "listener 'slow' holds 1000")
			.containsKey("validation");
	}

	@Test
	void aForeignDriverIsJudgedByItsStatus() {
		MqttDriver foreign = mock(MqttDriver.class);
		MqttDriverStatus status = this.driver.status();
		given(foreign.status()).willReturn(status);
		assertThat(new MqttHealthIndicator(foreign).health().getStatus()).isEqualTo(Status.UP);
	}

	private Health health() {
		return new MqttHealthIndicator(this.driver).health();
	}

	private void status(MqttDriverState state, String lastFailure) {
		given(this.driver.status()).willReturn(new MqttDriverStatus(state, "c", "tcp://h:1", Instant.EPOCH, 4, 0,
				lastFailure, MqttCircuitState.CLOSED, 1, 0));
	}

	private static ListenerDetails listener(String id, String state) {
		return new ListenerDetails(id, List.of("a"), state, 0, 0, 0);
	}

}
