package io.mqttdriver.core;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.PublishAnswer;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which client id each client has.
 */
@Proof(Means.SIMULATED)
class ClientIdTests {

	@Test
	void theConfiguredIdIsUsedUntilAConnectionWasAcceptedOnce() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().nextConnects(ConnectAnswer.unreachable(), ConnectAnswer.refuse(0x88));
			it.connected();
			assertThat(it.clientIds()).containsExactly("gateway", "gateway", "gateway");
		}
	}

	@Test
	void eachRebuildHasAFreshIdWithTheTime() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			long millis = it.time.wallClock().millis();
			it.engine.drop();
			it.seconds(60);
			it.driver.reconnect();
			it.seconds(60);
			assertThat(it.clientIds()).hasSize(3);
			assertThat(it.clientIds().get(1)).matches("gateway_reconnect_\\d{13}");
			assertThat(millisOf(it.clientIds().get(1))).isBetween(millis, millis + 100);
			assertThat(it.driver.status().clientId()).isEqualTo(it.clientIds().get(2)).startsWith("gateway_reconnect_");
		}
	}

	@Test
	void afterADisconnectTheNextConnectionIsAsNew() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.driver.disconnect();
			it.until(MqttDriverState.STOPPED);
			it.connected();
			assertThat(it.clientIds()).containsExactly("gateway", "gateway");
			assertThat(it.driver.status().rebuilds()).isZero();
		}
	}

	@Test
	@Fault("L9")
	void freshIdsGrowStrictlyAlsoWhenTheWallClockGoesBack() {
		try (SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.reconnectMinInterval(Duration.ZERO).reconnectStableAfter(Duration.ZERO))
			.connected()) {
			for (int i = 0; i < 30; i++) {
				it.time.setWallClock(Duration.ofHours(-i));
				it.engine.drop();
				it.seconds(0.05);
			}
			List<Long> millis = it.clientIds().stream().skip(1).map(ClientIdTests::millisOf).toList();
			assertThat(millis).hasSize(30).isSorted().doesNotHaveDuplicates();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x85, 0x86, 0x87 })
	@Fault("C6")
	void aFreshIdThatIsRefusedIsFollowedByTheConfiguredOneForGood(int reasonCode) {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script()
				.connects((spec) -> spec.clientId().equals("gateway") ? ConnectAnswer.accept()
						: ConnectAnswer.refuse(reasonCode));
			it.stable();
			it.engine.drop();
			it.seconds(60);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			it.engine.drop();
			it.seconds(60);
			assertThat(it.clientIds()).hasSize(4);
			assertThat(it.clientIds().get(1)).startsWith("gateway_reconnect_");
			assertThat(it.clientIds().subList(2, 4)).containsExactly("gateway", "gateway");
		}
	}

	@Test
	void aFreshIdThatOneOfTheServersRefusedIsGivenUpWhateverTheOthersSaid() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.uris("tcp://one:1883", "tcp://two:1883"))) {
			it.stable();
			it.script().nextConnects(ConnectAnswer.refuse(0x85), ConnectAnswer.refuse(0x88));
			it.engine.drop();
			it.seconds(60);
			assertThat(it.clientIds()).hasSize(4).last().isEqualTo("gateway");
		}
	}

	/** It is the topic that it doesn't like. */
	@Test
	void aDisconnectForTheTestPublishIsNoRefusalOfTheId() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.script().nextPublishes(PublishAnswer.disconnect(0x87));
			it.engine.drop();
			it.seconds(60);
			assertThat(it.clientIds()).hasSize(3).last().asString().startsWith("gateway_reconnect_");
		}
	}

	@Test
	void aStableIdStays() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectClientId(ClientIdPolicy.STABLE))
			.stable()) {
			it.engine.drop();
			it.seconds(60);
			assertThat(it.clientIds()).containsExactly("gateway", "gateway");
		}
	}

	@Test
	void aKeptSessionKeepsItsId() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.sessionExpiry(Duration.ofHours(1)))
			.stable()) {
			it.engine.drop();
			it.seconds(60);
			assertThat(it.clientIds()).containsExactly("gateway", "gateway");
		}
	}

	private static long millisOf(String clientId) {
		return Long.parseLong(clientId.substring(clientId.lastIndexOf('_') + 1));
	}

}
