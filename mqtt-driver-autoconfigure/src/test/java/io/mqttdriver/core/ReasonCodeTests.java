package io.mqttdriver.core;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttCredentials;
import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.autoconfigure.health.DriverHealth;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.ServerRecord.Connect;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reason code steers the next step.
 */
@Proof(Means.SIMULATED)
class ReasonCodeTests {

	@ParameterizedTest
	@ValueSource(ints = { 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x8C, 0x95, 0x99, 0x9A, 0x9B })
	@Fault("C5")
	void whatIsOurFaultOpensTheCircuitAfterThreeFailures(int reasonCode) {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.refuse(reasonCode));
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isEqualTo(3);
			assertHealthSays(it, "0x%02X".formatted(reasonCode));
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

	@ParameterizedTest
	@ValueSource(ints = { 0x86, 0x87 })
	@Fault("C6")
	void refusedCredentialsAreAskedAgainForEachAttemptAndTheCircuitOpensAfterThree(int reasonCode) {
		AtomicInteger asked = new AtomicInteger();
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder
			.credentialsProvider(() -> new MqttCredentials("user" + asked.incrementAndGet(), "secret".getBytes())))) {
			it.script().connects(ConnectAnswer.refuse(reasonCode));
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().packets(Connect.class))
				.extracting((connect) -> connect.spec().credentials().username())
				.containsExactly("user1", "user2", "user3");
			assertHealthSays(it, "0x%02X".formatted(reasonCode), "mqtt.driver.username");
			assertThat(DriverHealth.of(it.driver).getDetails().toString()).doesNotContain("secret");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x86, 0x87 })
	@Fault("C6")
	void afterAFreshIdTheConfiguredOneIsTriedWithCredentialsAskedAgain(int reasonCode) {
		AtomicInteger asked = new AtomicInteger();
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder
			.credentialsProvider(() -> new MqttCredentials("user" + asked.incrementAndGet(), new byte[] { 1 })))) {
			it.stable();
			it.script()
				.connects((spec) -> spec.clientId().equals("gateway") ? ConnectAnswer.accept()
						: ConnectAnswer.refuse(reasonCode));
			it.engine.drop();
			it.seconds(6);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.clientIds()).hasSize(3).last().isEqualTo("gateway");
			assertThat(asked).hasValue(3);
		}
	}

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

	@Test
	@Fault("C8")
	void aBanOpensTheCircuitAtOnce() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.refuse(0x8A));
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isOne();
			assertHealthSays(it, "0x8A", "banned");
		}
	}

	@Test
	@Fault("L5")
	void takenOverThreeTimesInAMinuteWithAStableIdOpensTheCircuitUntilReset() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectClientId(ClientIdPolicy.STABLE))
			.connected()) {
			takeOver(it, 3, 15);
			assertThat(it.driver.events()).extracting((event) -> event.detail())
				.anyMatch((detail) -> detail.contains("duplicate client id 'gateway'"));
			assertHealthSays(it, "duplicate client id 'gateway'", "0x8E");
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
	@Fault("L5")
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

	@ParameterizedTest
	@ValueSource(ints = { 0x8B, 0x93, 0x98, 0xA0 })
	@Fault("L4")
	void aDisconnectIsRecordedWithItsCode(int reasonCode) {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.engine.disconnect(reasonCode, null);
			it.seconds(1);
			assertThat(it.driver.status().lastFailure()).contains("0x%02X".formatted(reasonCode));
			assertThat(it.driver.events()).filteredOn((event) -> event.type().equals("lost"))
				.singleElement()
				.satisfies((event) -> assertThat(event.detail()).contains("0x%02X".formatted(reasonCode)));
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	private static void assertHealthSays(SimulatedDriver it, String... cause) {
		Health health = DriverHealth.of(it.driver);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("state", MqttDriverState.CIRCUIT_OPEN)
			.containsEntry("circuit", MqttCircuitState.OPEN)
			.hasEntrySatisfying("lastFailure", (failure) -> assertThat(failure).asString().contains(cause));
	}

	private static void takeOver(SimulatedDriver it, int times, int seconds) {
		for (int i = 0; i < times; i++) {
			it.advance(Duration.ofSeconds(seconds));
			it.engine.disconnect(0x8E, null);
		}
		it.seconds(1);
	}

}
