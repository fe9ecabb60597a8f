package io.mqttdriver.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttCredentials;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.event.MqttCircuitOpenedEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.Test;
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
			assertThatTheCircuitOpensAfter(3, reasonCode, it);
		}
	}

	private static void assertThatTheCircuitOpensAfter(int attempts, int reasonCode, WireDriver it) {
		MqttConnectException failure = it.failure(it.driver.connect(), MqttConnectException.class);
		assertThat(failure.reasonCode()).isEqualTo(reasonCode);
		assertThat(connects(it.broker)).hasSize(attempts);
		assertThat(it.status().circuit()).isEqualTo(MqttCircuitState.OPEN);
		assertThat(it.status().consecutiveFailures()).isEqualTo(attempts);
		assertThat(it.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(it.health().getDetails()).containsEntry("state", MqttDriverState.CIRCUIT_OPEN)
			.containsEntry("circuit", MqttCircuitState.OPEN)
			.hasEntrySatisfying("lastFailure",
					(cause) -> assertThat(cause).asString()
						.contains("reason code 0x%02X".formatted(reasonCode))
						.contains(it.broker.uri()));
		WireDriver.until(() -> assertThat(it.events(MqttCircuitOpenedEvent.class)).hasSize(1));
	}

	private static List<ReceivedPacket> connects(FakeMqttBroker broker) {
		return broker.packets(MqttPacketType.CONNECT);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x86, 0x87 })
	@Fault("C6")
	void refusedCredentialsAreAskedAgainThenTheCircuitOpens(int reasonCode) {
		AtomicInteger asked = new AtomicInteger();
		try (WireDriver it = new WireDriver(
				(settings) -> settings.credentialsProvider(() -> token(asked.incrementAndGet())))) {
			it.broker.on(MqttPacketType.CONNECT, Answer.reasonCode(reasonCode));
			assertThatTheCircuitOpensAfter(3, reasonCode, it);
			assertThat(connects(it.broker)).extracting(ReasonCodeTests::password)
				.containsExactly("token1", "token2", "token3");
			assertThat(it.health().getDetails().toString()).doesNotContain("token");
		}
	}

	private static MqttCredentials token(int number) {
		return new MqttCredentials("gateway", ("token" + number).getBytes(StandardCharsets.UTF_8));
	}

	private static String password(ReceivedPacket connect) {
		return new String(connect.connect().password(), StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x85, 0x86, 0x87 })
	@Fault("C6")
	void aRefusedFreshIdIsFollowedByTheConfiguredOneFromThenOn(int reasonCode) {
		try (WireDriver it = new WireDriver()) {
			it.broker.on(MqttPacketType.CONNECT, Answer.of((connect) -> connect.clientId().equals("gateway")
					? Answer.normal() : Answer.reasonCode(reasonCode)));
			it.connected();
			for (int rebuild = 1; rebuild <= 2; rebuild++) {
				it.broker.rstAll();
				it.awaitRebuilds(rebuild);
			}
			assertThat(connects(it.broker)).extracting(ReceivedPacket::clientId)
				.satisfiesExactly((id) -> assertThat(id).isEqualTo("gateway"),
						(id) -> assertThat(id).startsWith("gateway_reconnect_"),
						(id) -> assertThat(id).isEqualTo("gateway"), (id) -> assertThat(id).isEqualTo("gateway"));
			assertThat(it.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x88, 0x89, 0x97, 0x9F })
	@Fault("C7")
	void aBusyServerIsLeftAloneForLonger(int reasonCode) {
		try (WireDriver it = patient()) {
			it.broker.onNext(MqttPacketType.CONNECT, Answer.reasonCode(reasonCode), Answer.reasonCode(reasonCode));
			it.connected();
			assertThatItWaitsLonger(connects(it.broker));
			assertThat(it.status().lastFailure()).contains("0x%02X".formatted(reasonCode));
			assertThat(it.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
		}
	}

	/** Such as waits for 50 ms and 75 ms after other failures. */
	private static WireDriver patient() {
		return new WireDriver((settings) -> settings.reconnectMaxInterval(Duration.ofSeconds(5)));
	}

	private static void assertThatItWaitsLonger(List<ReceivedPacket> connects) {
		assertThat(between(connects, 0)).isGreaterThanOrEqualTo(Duration.ofMillis(145));
		assertThat(between(connects, 1)).isGreaterThanOrEqualTo(Duration.ofMillis(220));
	}

	private static Duration between(List<ReceivedPacket> packets, int index) {
		return Duration.ofNanos(packets.get(index + 1).nanoTime() - packets.get(index).nanoTime());
	}

	@Test
	@Fault("C8")
	void aBanOpensTheCircuitAtOnce() {
		try (WireDriver it = new WireDriver()) {
			it.broker.on(MqttPacketType.CONNECT, Answer.reasonCode(0x8A));
			assertThatTheCircuitOpensAfter(1, 0x8A, it);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x9C, 0x9D })
	@Fault("C9")
	void anotherServerIsFollowedWhereItsHostIsAllowed(int reasonCode) {
		try (FakeMqttBroker other = FakeMqttBroker.start();
				WireDriver it = new WireDriver((settings) -> settings.reconnectAllowedServers("127.0.0.1"))) {
			refer(it.broker, reasonCode, "elsewhere.invalid 127.0.0.1:" + other.port());
			it.connected();
			assertThat(it.status().serverUri()).isEqualTo(other.uri());
			assertThat(it.status().consecutiveFailures()).as("one pass").isZero();
			assertThat(connects(it.broker)).hasSize(1);
			assertThat(connects(other)).hasSize(1);
		}
	}

	private static void refer(FakeMqttBroker broker, int reasonCode, String reference) {
		broker.connack((connack) -> connack.serverReference(reference));
		broker.on(MqttPacketType.CONNECT, Answer.reasonCode(reasonCode));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x9C, 0x9D })
	@Fault("C9")
	void anotherServerIsNotFollowedWhereItsHostIsNotAllowed(int reasonCode) {
		try (FakeMqttBroker other = FakeMqttBroker.start();
				WireDriver it = new WireDriver((settings) -> settings.reconnectMaxInterval(Duration.ofSeconds(5))
					.reconnectAllowedServers("10.0.0.1"))) {
			it.broker.connack((connack) -> connack.serverReference("127.0.0.1:" + other.port()));
			it.broker.onNext(MqttPacketType.CONNECT, Answer.reasonCode(reasonCode), Answer.reasonCode(reasonCode));
			it.connected();
			assertThat(other.acceptedConnections()).isZero();
			assertThatItWaitsLonger(connects(it.broker));
			assertThat(it.status().serverUri()).isEqualTo(it.broker.uri());
			assertThat(it.status().lastFailure()).contains("mqtt.driver.reconnect.allowed-servers");
		}
	}

	@Test
	@Fault("C9")
	void threeHopsAreFollowedAndNoMore() {
		try (FakeMqttBroker other = FakeMqttBroker.start();
				WireDriver it = new WireDriver((settings) -> settings.reconnectMaxInterval(Duration.ofSeconds(5))
					.reconnectAllowedServers("127.0.0.1")
					.reconnectMaxFailures(2))) {
			refer(it.broker, 0x9C, "127.0.0.1:" + other.port());
			refer(other, 0x9C, "127.0.0.1:" + it.broker.port());
			assertThat(it.failure(it.driver.connect(), MqttConnectException.class).reasonCode()).isEqualTo(0x9C);
			assertThat(it.status().consecutiveFailures()).isEqualTo(2);
			assertThat(connects(it.broker)).as("two passes of four").hasSize(4);
			assertThat(connects(other)).hasSize(4);
			assertThat(between(connects(it.broker), 1)).as("as busy").isGreaterThanOrEqualTo(Duration.ofMillis(145));
		}
	}

}
