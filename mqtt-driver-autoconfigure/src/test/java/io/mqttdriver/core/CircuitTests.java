package io.mqttdriver.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.event.MqttCircuitOpenedEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that accepts and closes, and the circuit that opens on it.
 */
class CircuitTests {

	private static final Duration MIN_INTERVAL = Duration.ofSeconds(5);

	@Test
	void attemptsAreAtLeastMinIntervalApartUntilTheCircuitOpensAfterMaxFailures() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.close());
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isEqualTo(10);
			assertThat(it.gaps()).hasSize(9).allMatch((gap) -> gap.compareTo(MIN_INTERVAL) >= 0);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.OPEN);
			assertThat(it.driver.status().consecutiveFailures()).isEqualTo(10);
			assertThat(it.events).last().isInstanceOf(MqttCircuitOpenedEvent.class);
		}
	}

	@Test
	void anOpenCircuitIsQuietUntilOneProbeAfterOpenDuration() {
		try (SimulatedDriver it = opened(60)) {
			it.seconds(59.9);
			assertThat(it.record().opened()).isEqualTo(3);
			it.seconds(0.2);
			assertThat(it.record().opened()).isEqualTo(4);
			assertThat(it.state()).isEqualTo(MqttDriverState.CIRCUIT_OPEN);
			it.seconds(59.5);
			assertThat(it.record().opened()).isEqualTo(4);
			it.seconds(1);
			assertThat(it.record().opened()).isEqualTo(5);
		}
	}

	@Test
	void theOpenDurationIsOnlyLengthenedByJitter() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectMaxFailures(1)
			.reconnectOpenDuration(Duration.ofSeconds(60))
			.reconnectJitter(0.5))) {
			it.script().connects(ConnectAnswer.close());
			it.driver.connect();
			it.seconds(3600);
			assertThat(it.gaps()).hasSizeGreaterThan(30)
				.allMatch((gap) -> gap.toMillis() >= 60_000 && gap.toMillis() <= 90_010)
				.anyMatch((gap) -> gap.toMillis() > 75_000);
		}
	}

	@Test
	void aProbeThatSucceedsClosesTheCircuit() {
		try (SimulatedDriver it = opened(60)) {
			it.script().connects(ConnectAnswer.accept());
			it.seconds(61);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
			assertThat(it.driver.events()).extracting((event) -> event.detail())
				.anyMatch((detail) -> detail.startsWith("HALF_OPEN"));
		}
	}

	@Test
	void aProbeThatConnectsAndIsSoonLostOpensTheCircuitAgain() {
		try (SimulatedDriver it = opened(60)) {
			it.script().connects(ConnectAnswer.accept().thenLostAfter(Duration.ofSeconds(2)));
			it.seconds(63);
			assertThat(it.record().opened()).isEqualTo(4);
			assertThat(it.state()).isEqualTo(MqttDriverState.CIRCUIT_OPEN);
		}
	}

	@Test
	void withoutOpenDurationItStaysOpenUntilReset() {
		try (SimulatedDriver it = opened(0)) {
			it.seconds(1_000_000);
			assertThat(it.record().opened()).isEqualTo(3);
			it.script().connects(ConnectAnswer.accept());
			it.driver.resetCircuit();
			it.until(MqttDriverState.CONNECTED);
			assertThat(it.record().opened()).isEqualTo(4);
			assertThat(it.driver.status().consecutiveFailures()).isZero();
		}
	}

	@Test
	void aResetCountsFromZeroAndKeepsMinInterval() {
		try (SimulatedDriver it = opened(60)) {
			it.driver.resetCircuit();
			it.driver.resetCircuit();
			it.seconds(200);
			List<Duration> gaps = it.gaps();
			assertThat(gaps.get(2)).isBetween(MIN_INTERVAL, MIN_INTERVAL.plusMillis(10));
			assertThat(gaps).allMatch((gap) -> gap.compareTo(MIN_INTERVAL) >= 0);
			assertThat(gaps.subList(3, 5)).allMatch((gap) -> gap.compareTo(Duration.ofSeconds(10)) < 0);
			assertThat(gaps.get(5)).isGreaterThan(Duration.ofSeconds(59));
		}
	}

	@Test
	void connectFailsWithTheLastFailureWhenTheCircuitOpens() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectMaxFailures(2))) {
			it.script().nextConnects(ConnectAnswer.close()).connects(ConnectAnswer.refuse(0x88));
			CompletableFuture<Void> connect = it.driver.connect();
			it.seconds(1);
			assertThat(connect).isNotDone();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			it.time.settle();
			assertThat(SimulatedDriver.failure(connect)).isInstanceOfSatisfying(MqttConnectException.class,
					(ex) -> assertThat(ex.reasonCode()).isEqualTo(0x88));
		}
	}

	@Test
	void connectResetsAnOpenCircuitAndFailsWhenItOpensAgain() {
		try (SimulatedDriver it = opened(0)) {
			CompletableFuture<Void> connect = it.driver.connect();
			it.seconds(5);
			assertThat(it.record().opened()).isEqualTo(4);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
			assertThat(connect).isNotDone();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			it.time.settle();
			assertThat(it.record().opened()).isEqualTo(6);
			assertThat(SimulatedDriver.failure(connect)).isInstanceOf(MqttConnectException.class);
		}
	}

	@Test
	void aConnectAfterADisconnectShowsAClosedCircuit() {
		try (SimulatedDriver it = opened(0)) {
			it.driver.disconnect();
			it.seconds(1);
			it.driver.connect();
			it.time.settle();
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
		}
	}

	@Test
	void aResetDuringTheStepsOfADisconnectRevivesNothing() {
		for (int step = 0; step < 8; step++) {
			try (SimulatedDriver it = opened(0)) {
				CompletableFuture<Void> stopped = it.driver.disconnect();
				resetAfter(it, step);
				it.seconds(100);
				assertThat(stopped).as("step " + step).isCompleted();
				assertThat(it.state()).as("step " + step).isEqualTo(MqttDriverState.STOPPED);
				assertThat(it.engine.alive()).as("step " + step).isZero();
			}
		}
	}

	@Test
	void aResetWhileProbingMakesTheProbeTheFirstOfMaxFailures() {
		try (SimulatedDriver it = opened(60)) {
			it.script().nextConnects(ConnectAnswer.closeAfter(Duration.ofSeconds(5)));
			it.until(() -> it.driver.status().circuit() == MqttCircuitState.HALF_OPEN);
			it.seconds(1);
			it.driver.resetCircuit();
			it.seconds(1);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
			it.seconds(4);
			assertThat(it.state()).isEqualTo(MqttDriverState.WAITING);
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isEqualTo(6);
		}
	}

	/** Between two tasks of a disconnect. */
	private static void resetAfter(SimulatedDriver it, int steps) {
		if (steps == 0) {
			it.driver.resetCircuit();
		}
		else {
			it.time.execute(() -> resetAfter(it, steps - 1));
		}
	}

	private static SimulatedDriver opened(int openSeconds) {
		SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.reconnectMaxFailures(3).reconnectOpenDuration(Duration.ofSeconds(openSeconds)));
		it.script().connects(ConnectAnswer.close());
		it.driver.connect();
		it.until(MqttDriverState.CIRCUIT_OPEN);
		return it;
	}

}
