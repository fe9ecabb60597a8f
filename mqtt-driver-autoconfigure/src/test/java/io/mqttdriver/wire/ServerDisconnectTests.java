package io.mqttdriver.wire;

import java.time.Duration;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.connection.ConnectionEvent;
import io.mqttdriver.event.MqttCircuitOpenedEvent;
import io.mqttdriver.event.MqttConnectionLostEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that ends a connection with a reason code, or because another client has the
 * same id.
 */
@Proof(Means.WIRE)
class ServerDisconnectTests {

	private static final Duration MIN_INTERVAL = Duration.ofMillis(150);

	private static WireDriver steady() {
		return new WireDriver((settings) -> settings.reconnectMinInterval(MIN_INTERVAL)
			.reconnectMaxInterval(Duration.ofSeconds(5))
			.reconnectStableAfter(Duration.ZERO)).connected();
	}

	private static void assertRecorded(WireDriver wire, int reasonCode) {
		String code = String.format("0x%02X", reasonCode);
		assertThat(wire.events(MqttConnectionLostEvent.class)).singleElement()
			.extracting(MqttConnectionLostEvent::getCause)
			.isInstanceOfSatisfying(MqttConnectException.class,
					(cause) -> assertThat(cause.reasonCode()).isEqualTo(reasonCode));
		assertThat(wire.status().lastFailure()).contains(code);
		assertThat(wire.driver.events()).filteredOn((event) -> event.type().equals("lost"))
			.singleElement()
			.extracting(ConnectionEvent::detail)
			.asString()
			.contains(code);
	}

	/** From the DISCONNECT to the next CONNECT. */
	private static Duration pause(WireDriver wire, int reasonCode) {
		long begun = System.nanoTime();
		wire.broker.disconnectAll(reasonCode);
		wire.awaitRebuilds(1);
		return Duration.ofNanos(wire.broker.packets(MqttPacketType.CONNECT).get(1).nanoTime() - begun);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x00, 0x80, 0x8B, 0x8D, 0x93, 0x98 })
	@Fault("L4")
	void aServerThatShutsDownOrThrowsUsOutIsTriedAgainAndTheCodeIsRecorded(int reasonCode) {
		try (WireDriver wire = steady()) {
			pause(wire, reasonCode);
			assertRecorded(wire, reasonCode);
			assertThat(wire.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
			assertThat(wire.broker.acceptedConnections()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x89, 0x97, 0x9F })
	@Fault("L4")
	void aServerThatIsBusyIsGivenTime(int reasonCode) {
		try (WireDriver wire = steady()) {
			assertThat(pause(wire, reasonCode)).isGreaterThanOrEqualTo(MIN_INTERVAL.multipliedBy(3));
			assertRecorded(wire, reasonCode);
		}
	}

	@Test
	@Fault("L4")
	void aBanOpensTheCircuitAtOnce() {
		try (WireDriver wire = steady()) {
			wire.broker.disconnectAll(0x8A);
			wire.await(MqttDriverState.CIRCUIT_OPEN);
			assertRecorded(wire, 0x8A);
			assertThat(wire.events(MqttCircuitOpenedEvent.class)).hasSize(1);
			assertThat(wire.broker.acceptedConnections()).isOne();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x9C, 0x9D })
	@Fault("L4")
	void anotherServerIsFollowedWhereItIsAllowed(int reasonCode) {
		try (FakeMqttBroker other = FakeMqttBroker.start();
				WireDriver wire = new WireDriver((settings) -> settings.reconnectAllowedServers("127.0.0.1"))) {
			wire.connected();
			wire.broker.now(Answer.disconnect(reasonCode, "127.0.0.1:" + other.port()));
			wire.awaitRebuilds(1);
			assertThat(wire.status().serverUri()).isEqualTo(other.uri());
			assertThat(wire.broker.acceptedConnections()).isOne();
			assertRecorded(wire, reasonCode);
		}
	}

	@Test
	@Fault("L4")
	void anotherServerThatIsNotAllowedIsNotFollowedAndThisOneIsGivenTime() {
		try (FakeMqttBroker other = FakeMqttBroker.start(); WireDriver wire = steady()) {
			long begun = System.nanoTime();
			wire.broker.now(Answer.disconnect(0x9D, "127.0.0.1:" + other.port()));
			wire.awaitRebuilds(1);
			long next = wire.broker.packets(MqttPacketType.CONNECT).get(1).nanoTime();
			assertThat(Duration.ofNanos(next - begun)).isGreaterThanOrEqualTo(MIN_INTERVAL.multipliedBy(3));
			assertThat(other.acceptedConnections()).isZero();
			assertRecorded(wire, 0x9D);
		}
	}

	@Test
	@Fault("L5")
	void ofTwoApplicationsWithOneStableIdOneIsStoppedUntilReset() {
		try (WireDriver first = stable(FakeMqttBroker.start()).connected();
				WireDriver second = stable(first.broker).connected()) {
			WireDriver.until(() -> assertThat(open(first) ^ open(second)).isTrue());
			WireDriver stopped = open(first) ? first : second;
			WireDriver stays = open(first) ? second : first;
			assertOpenUntilReset(stopped);
			assertThat(stopped.events(MqttConnectionLostEvent.class)).hasSize(3);
			stays.await(MqttDriverState.CONNECTED);
			stays.driver.close();
			stopped.driver.reconnectManager(false, false).resetCircuit();
			stopped.await(MqttDriverState.CONNECTED);
			assertThat(stopped.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
		}
	}

	@Test
	@Fault("L5")
	void connectionsThatAreClosedWithinSecondsAgainAndAgainAreTakenForThatToo() {
		try (WireDriver wire = stable(FakeMqttBroker.start()).connected()) {
			for (int i = 0; i < 20 && !open(wire); i++) {
				WireDriver.until(() -> assertThat(wire.status().state()).isIn(MqttDriverState.CONNECTED,
						MqttDriverState.CIRCUIT_OPEN));
				wire.broker.finAll();
				int lost = i + 1;
				WireDriver.until(() -> assertThat(wire.events(MqttConnectionLostEvent.class)).hasSize(lost));
			}
			assertOpenUntilReset(wire);
			wire.driver.reconnectManager(false, false).resetCircuit();
			wire.await(MqttDriverState.CONNECTED);
		}
	}

	@Test
	@Fault("L5")
	void withFreshIdsTheNextIdIsAnotherAndNothingOpens() {
		try (WireDriver wire = new WireDriver(
				(settings) -> settings.reconnectMinInterval(Duration.ZERO).reconnectStableAfter(Duration.ZERO))) {
			wire.connected();
			for (int rebuilds = 1; rebuilds <= 5; rebuilds++) {
				wire.broker.disconnectAll(0x8E);
				wire.awaitRebuilds(rebuilds);
			}
			assertThat(wire.broker.packets(MqttPacketType.CONNECT)).extracting(ReceivedPacket::clientId)
				.hasSize(6)
				.doesNotHaveDuplicates();
			assertThat(wire.events(MqttCircuitOpenedEvent.class)).isEmpty();
		}
	}

	/** A probe would come soon, if there were one. */
	private static WireDriver stable(FakeMqttBroker broker) {
		return new WireDriver(broker,
				(settings) -> settings.reconnectClientId(ClientIdPolicy.STABLE)
					.reconnectMaxFailures(11)
					.reconnectOpenDuration(Duration.ofMillis(50)));
	}

	private static boolean open(WireDriver wire) {
		return wire.status().circuit() == MqttCircuitState.OPEN;
	}

	private static void assertOpenUntilReset(WireDriver wire) {
		wire.await(MqttDriverState.CIRCUIT_OPEN);
		assertThat(wire.driver.events()).extracting(ConnectionEvent::detail)
			.anyMatch((detail) -> detail.contains("duplicate client id 'gateway'")
					&& detail.contains("closed only by a reset"));
		int opened = wire.status().consecutiveFailures();
		Awaitility.await()
			.during(Duration.ofMillis(250))
			.atMost(WireDriver.SOON)
			.until(() -> wire.status().state() == MqttDriverState.CIRCUIT_OPEN
					&& wire.status().consecutiveFailures() == opened);
	}

}
