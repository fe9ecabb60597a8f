package io.mqttdriver.core;

import java.time.Duration;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.autoconfigure.health.DriverHealth;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another client with our client id, and a server that doesn't say so: it closes the
 * connection without a DISCONNECT.
 */
@Proof(Means.SIMULATED)
class TakeoverTests {

	@Test
	@Fault("L5")
	void fiveConnectionsInARowThatAreClosedSoonWithoutAWordOpenTheCircuitUntilReset() {
		try (SimulatedDriver it = stable().connected()) {
			closeSoon(it, 4);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
			it.until(MqttDriverState.CONNECTED);
			it.seconds(5);
			it.engine.drop();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(DriverHealth.of(it.driver).getDetails().get("lastFailure")).asString()
				.contains("duplicate client id 'gateway'", "a conclusion", "5 connections in a row",
						"mqtt.driver.reconnect.stable-after");
			assertThat(it.driver.events()).extracting((event) -> event.detail())
				.anyMatch((detail) -> detail.contains("duplicate client id 'gateway'")
						&& detail.contains("closed only by a reset"));
			it.seconds(100_000);
			assertThat(it.record().opened()).as("not probed").isEqualTo(5);
			it.driver.resetCircuit();
			it.seconds(5);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			closeSoon(it, 4);
			assertThat(it.driver.status().circuit()).as("counted from zero").isEqualTo(MqttCircuitState.CLOSED);
		}
	}

	/** The server was away in between. */
	@ParameterizedTest
	@EnumSource
	void anotherFailureInBetweenStartsTheCountAnew(Between between) {
		try (SimulatedDriver it = stable().connected()) {
			closeSoon(it, 3);
			it.until(MqttDriverState.CONNECTED);
			between.happen(it);
			it.until(() -> it.state() != MqttDriverState.CONNECTED);
			it.until(MqttDriverState.CONNECTED);
			closeSoon(it, 4);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
		}
	}

	@Test
	@Fault("L5")
	void withFreshIdsNothingOpensForTheNextIdIsAnother() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectMaxFailures(100)).connected()) {
			closeSoon(it, 20);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
			assertThat(it.clientIds()).doesNotHaveDuplicates().hasSizeGreaterThan(19);
		}
	}

	@Test
	void whoeverAllowsForManyFailuresGetsNoEarlyConclusion() {
		try (SimulatedDriver it = stable(100).connected()) {
			closeSoon(it, 49);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
			closeSoon(it, 1);
			assertThat(it.state()).isEqualTo(MqttDriverState.CIRCUIT_OPEN);
		}
	}

	private static SimulatedDriver stable() {
		return stable(11);
	}

	private static SimulatedDriver stable(int maxFailures) {
		return new SimulatedDriver(
				(builder) -> builder.reconnectClientId(ClientIdPolicy.STABLE).reconnectMaxFailures(maxFailures));
	}

	/** Each of them within {@code stable-after} of being up. */
	private static void closeSoon(SimulatedDriver it, int times) {
		for (int i = 0; i < times; i++) {
			it.until(MqttDriverState.CONNECTED);
			it.seconds(5);
			it.engine.drop();
			it.until(() -> it.state() != MqttDriverState.CONNECTED);
		}
	}

	enum Between {

		AN_ATTEMPT_THAT_FAILS {
			@Override
			void happen(SimulatedDriver it) {
				it.script().nextConnects(ConnectAnswer.unreachable());
				it.engine.drop();
			}
		},

		AN_ATTEMPT_THAT_IS_CLOSED {
			@Override
			void happen(SimulatedDriver it) {
				it.script().nextConnects(ConnectAnswer.close());
				it.engine.drop();
			}
		},

		A_CONNECTION_THAT_LASTS {
			@Override
			void happen(SimulatedDriver it) {
				it.seconds(10.1);
				it.engine.drop();
			}
		},

		AN_OPERATOR_AFTER_A_CONNECTION_THAT_LASTS {
			@Override
			void happen(SimulatedDriver it) {
				it.seconds(10.1);
				it.driver.reconnect();
			}
		},

		A_DISCONNECT_WITH_A_REASON {
			@Override
			void happen(SimulatedDriver it) {
				it.engine.disconnect(0x8B, null);
			}
		};

		abstract void happen(SimulatedDriver it);

	}

}
