package io.mqttdriver.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.MqttCredentials;
import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reason code steers the next step.
 */
@Proof(Means.SIMULATED)
class ReasonCodeTests {

	/** C5, C6. */
	@ParameterizedTest
	@ValueSource(ints = { 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x8C, 0x95, 0x99, 0x9A, 0x9B })
	void whatIsOurFaultOpensTheCircuitAfterThreeFailures(int reasonCode) {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.refuse(reasonCode));
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isEqualTo(3);
			assertThat(it.driver.status().lastFailure()).contains("0x%02X".formatted(reasonCode));
			it.seconds(61);
			assertThat(it.record().opened()).as("probed").isEqualTo(4);
		}
	}

	@Test
	@Fault("L4")
	void aServerThatDisconnectsForOurFaultEachTimeOpensTheCircuitAfterThree() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.accept().thenDisconnectedAfter(Duration.ofSeconds(1), 0x82));
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isEqualTo(3);
			assertThat(it.driver.status().lastFailure()).contains("0x82");
		}
	}

	@Test
	void anotherFailureInBetweenStartsTheCountOfOurFaultsAnew() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			ConnectAnswer fault = ConnectAnswer.refuse(0x81);
			it.script().connects(fault).nextConnects(fault, fault, ConnectAnswer.close());
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isEqualTo(6);
		}
	}

	/** C6. */
	@Test
	void theCredentialsAreAskedBeforeEachConnect() {
		AtomicInteger asked = new AtomicInteger();
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder
			.credentialsProvider(() -> new MqttCredentials("user" + asked.incrementAndGet(), new byte[] { 1 })))) {
			it.script()
				.connects((spec) -> "user2".equals(spec.credentials().username()) ? ConnectAnswer.accept()
						: ConnectAnswer.refuse(0x86));
			it.connected();
			assertThat(asked).hasValue(2);
		}
	}

	@Test
	void aCredentialsProviderThatThrowsIsAFailureOfTheAttempt() {
		AtomicInteger asked = new AtomicInteger();
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.credentialsProvider(() -> {
			if (asked.incrementAndGet() == 1) {
				throw new IllegalStateException("vault sealed");
			}
			return new MqttCredentials("user", new byte[] { 1 });
		}))) {
			it.driver.connect();
			it.seconds(1);
			assertThat(it.driver.status().lastFailure()).contains("vault sealed");
			assertThat(it.record().opened()).isZero();
			it.seconds(5);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	/** C8. */
	@Test
	void aBanOpensTheCircuitAtOnce() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.refuse(0x8A));
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isOne();
		}
	}

	/** L5. */
	@Test
	void takenOverThreeTimesInAMinuteWithAStableIdOpensTheCircuitUntilReset() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectClientId(ClientIdPolicy.STABLE))
			.connected()) {
			takeOver(it, 3, 15);
			assertThat(it.state()).isEqualTo(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.driver.events()).extracting((event) -> event.detail())
				.anyMatch((detail) -> detail.contains("duplicate client id 'gateway'"));
			it.seconds(100_000);
			assertThat(it.record().opened()).as("not probed").isEqualTo(3);
			it.driver.resetCircuit();
			it.seconds(5);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	@Test
	void takenOverThreeTimesInMoreThanAMinuteIsEndured() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectClientId(ClientIdPolicy.STABLE))
			.connected()) {
			takeOver(it, 6, 31);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	@Test
	void aTakeOverWithFreshIdsIsEnduredForTheNextIdIsAnother() {
		try (SimulatedDriver it = new SimulatedDriver().connected()) {
			takeOver(it, 6, 15);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.clientIds()).doesNotHaveDuplicates();
		}
	}

	@Test
	void takeOversCountOnceFreshIdsWereGivenUp() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script()
				.connects((spec) -> spec.clientId().equals("gateway") ? ConnectAnswer.accept()
						: ConnectAnswer.refuse(0x85));
			it.stable();
			it.engine.drop();
			it.seconds(30);
			takeOver(it, 3, 15);
			assertThat(it.state()).isEqualTo(MqttDriverState.CIRCUIT_OPEN);
		}
	}

	/** L4. */
	@ParameterizedTest
	@ValueSource(ints = { 0x8B, 0x98 })
	void aDisconnectIsRecordedWithItsCode(int reasonCode) {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.engine.disconnect(reasonCode, null);
			it.seconds(1);
			assertThat(it.driver.status().lastFailure()).contains("0x%02X".formatted(reasonCode));
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	private static void takeOver(SimulatedDriver it, int times, int seconds) {
		for (int i = 0; i < times; i++) {
			it.advance(Duration.ofSeconds(seconds));
			it.engine.disconnect(0x8E, null);
		}
		it.seconds(1);
	}

}
