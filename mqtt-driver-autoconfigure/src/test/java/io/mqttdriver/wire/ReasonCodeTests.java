package io.mqttdriver.wire;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.event.MqttCircuitOpenedEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.MqttPacketType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A CONNACK that refuses: its reason code steers the next step.
 */
@Proof(Means.WIRE)
class ReasonCodeTests {

	@ParameterizedTest
	@ValueSource(ints = { 0x81, 0x82, 0x83, 0x85, 0x8C, 0x95, 0x99, 0x9A, 0x9B })
	@Fault("C5")
	void whatIsOurFaultOpensTheCircuitAfterThreeAndTheCauseIsInHealth(int reasonCode) {
		try (WireDriver it = new WireDriver()) {
			it.broker.on(MqttPacketType.CONNECT, Answer.reasonCode(reasonCode));
			MqttConnectException failure = it.failure(it.driver.connect(), MqttConnectException.class);
			assertThat(failure.reasonCode()).isEqualTo(reasonCode);
			assertThat(it.broker.packets(MqttPacketType.CONNECT)).hasSize(3);
			assertThat(it.status().circuit()).isEqualTo(MqttCircuitState.OPEN);
			assertThat(it.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(it.health().getDetails()).containsEntry("state", MqttDriverState.CIRCUIT_OPEN)
				.containsEntry("circuit", MqttCircuitState.OPEN)
				.hasEntrySatisfying("lastFailure",
						(cause) -> assertThat(cause).asString()
							.contains("reason code 0x%02X".formatted(reasonCode))
							.contains(it.broker.uri()));
			WireDriver.until(() -> assertThat(it.events(MqttCircuitOpenedEvent.class)).hasSize(1));
		}
	}

}
