package io.mqttdriver.broker;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications with one client id on mosquitto, which closes the former connection
 * without a word.
 */
@Proof(Means.REAL)
class TwinTests {

	private final Site site = new Site();

	private Mosquitto mosquitto;

	@BeforeEach
	void start() {
		Mosquitto.require();
		this.mosquitto = Mosquitto.startForgetful();
	}

	@AfterEach
	void close() {
		this.site.close();
		if (this.mosquitto != null) {
			this.mosquitto.close();
		}
	}

	@Test
	@Fault("L5")
	void withAStableIdOneOfThemGivesUpUntilItsCircuitIsReset() throws Exception {
		DefaultMqttDriver one = this.site.connected(this.mosquitto.uri(), TwinTests::stable);
		DefaultMqttDriver other = this.site.driver(this.mosquitto.uri(), TwinTests::stable);
		other.connect();
		Site.await(() -> isOpen(one) || isOpen(other));
		DefaultMqttDriver loser = isOpen(one) ? one : other;
		DefaultMqttDriver winner = isOpen(one) ? other : one;
		assertThat(loser.status().circuit()).isEqualTo(MqttCircuitState.OPEN);
		assertThat(loser.events()).last()
			.satisfies((event) -> assertThat(event.detail()).contains("duplicate client id 'site'")
				.contains("closed only by a reset"));
		Site.awaitConnected(winner);
		new Offered(winner, "t", 1).publish(1);
		long connections = connections();
		assertThat(connections).isLessThanOrEqualTo(12);
		Site.await(() -> winner.status().consecutiveFailures() == 0);
		assertThat(connections()).isEqualTo(connections);
		assertThat(isOpen(loser)).isTrue();
		winner.disconnect().join();
		((DefaultMqttDriver) loser).connect().join();
		assertThat(loser.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
		Offered offered = new Offered(loser, "t", 1);
		offered.publish(3);
		offered.acknowledged();
	}

	private static void stable(DefaultMqttDriverBuilder builder) {
		builder.reconnectClientId(ClientIdPolicy.STABLE)
			.reconnectStableAfter(Duration.ofSeconds(3))
			.reconnectOpenDuration(Duration.ofMillis(200));
	}

	private static boolean isOpen(MqttDriver driver) {
		return driver.status().state() == MqttDriverState.CIRCUIT_OPEN;
	}

	private long connections() {
		return this.mosquitto.log()
			.stream()
			.filter((line) -> line.contains("New client connected") && line.contains(" as site "))
			.count();
	}

	@Test
	@Fault("L5")
	void withFreshIdsTheNextIdIsAnotherAndBothLive() throws Exception {
		DefaultMqttDriver one = this.site.connected(this.mosquitto.uri());
		DefaultMqttDriver other = this.site.connected(this.mosquitto.uri());
		Site.awaitRebuilt(one, 0);
		assertThat(one.status().clientId()).startsWith("site_reconnect_");
		assertThat(other.status().clientId()).isEqualTo("site");
		for (DefaultMqttDriver driver : List.of(one, other)) {
			Offered offered = new Offered(driver, "t", 1);
			offered.publish(10);
			offered.acknowledged();
		}
		assertThat(one.status().rebuilds()).isOne();
		assertThat(other.status().rebuilds()).isZero();
		assertThat(one.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
	}

}
