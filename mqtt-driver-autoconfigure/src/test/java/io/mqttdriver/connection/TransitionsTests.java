package io.mqttdriver.connection;

import java.util.ArrayList;
import java.util.List;

import io.mqttdriver.MqttDriverState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Which state may follow which.
 */
class TransitionsTests {

	@Test
	void theLegalTransitionsAreTheseAndNoOthers() {
		List<String> legal = new ArrayList<>();
		for (MqttDriverState from : MqttDriverState.values()) {
			for (MqttDriverState to : MqttDriverState.values()) {
				if (isLegal(from, to)) {
					legal.add(from + ">" + to);
				}
			}
		}
		assertThat(legal).containsExactlyInAnyOrder("STOPPED>WAITING", "WAITING>WAITING", "WAITING>CONNECTING",
				"WAITING>STOPPED", "CONNECTING>CONNECTING", "CONNECTING>VALIDATING", "CONNECTING>SUBSCRIBING",
				"CONNECTING>WAITING", "CONNECTING>CIRCUIT_OPEN", "CONNECTING>STOPPED", "VALIDATING>SUBSCRIBING",
				"VALIDATING>CONNECTING", "VALIDATING>WAITING", "VALIDATING>CIRCUIT_OPEN", "VALIDATING>STOPPED",
				"SUBSCRIBING>CONNECTED", "SUBSCRIBING>CONNECTING", "SUBSCRIBING>WAITING", "SUBSCRIBING>CIRCUIT_OPEN",
				"SUBSCRIBING>STOPPED", "CONNECTED>WAITING", "CONNECTED>CIRCUIT_OPEN", "CONNECTED>STOPPED",
				"CIRCUIT_OPEN>CONNECTING", "CIRCUIT_OPEN>WAITING", "CIRCUIT_OPEN>STOPPED");
	}

	@Test
	void anIllegalOneIsNamed() {
		assertThatIllegalStateException()
			.isThrownBy(() -> Transitions.require(MqttDriverState.WAITING, MqttDriverState.CONNECTED))
			.withMessageContaining("WAITING")
			.withMessageContaining("CONNECTED");
	}

	private static boolean isLegal(MqttDriverState from, MqttDriverState to) {
		try {
			Transitions.require(from, to);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

}
