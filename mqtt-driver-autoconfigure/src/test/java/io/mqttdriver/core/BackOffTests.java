package io.mqttdriver.core;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.ServerRecord.Connect;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the next attempt comes, after failures and after losses.
 */
@Proof(Means.SIMULATED)
class BackOffTests {

	private static final double[] STEPS = { 5, 7.5, 11.25, 16.875, 25.3125, 30, 30, 30, 30 };

	@Test
	void waitsGrowFromMinIntervalByTheMultiplierToMaxInterval() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.unreachable());
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.gaps()).hasSize(STEPS.length);
			for (int i = 0; i < STEPS.length; i++) {
				assertThat(seconds(it.gaps().get(i))).isBetween(STEPS[i], STEPS[i] + 0.01);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void jitterOnlyLengthens(long seed) {
		try (SimulatedDriver it = new SimulatedDriver(seed, (builder) -> builder.reconnectJitter(0.2))) {
			it.script().connects(ConnectAnswer.unreachable());
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			List<Duration> gaps = it.gaps();
			boolean lengthened = false;
			for (int i = 0; i < STEPS.length; i++) {
				assertThat(seconds(gaps.get(i))).isBetween(STEPS[i], STEPS[i] * 1.2 + 0.01);
				lengthened |= seconds(gaps.get(i)) > STEPS[i] * 1.02;
			}
			assertThat(lengthened).isTrue();
		}
	}

	@Test
	void afterTheLossOfAStableConnectionTheFirstAttemptComesAtOnce() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.engine.drop();
			it.seconds(0.1);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.record().opened()).isEqualTo(2);
		}
	}

	@Test
	void triggersAreNeverLessThanMinIntervalApart() {
		try (SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.reconnectStableAfter(Duration.ofSeconds(1)))) {
			it.connected();
			for (int i = 0; i < 20; i++) {
				it.seconds(2);
				it.engine.drop();
				it.until(MqttDriverState.WAITING);
				it.until(MqttDriverState.CONNECTED);
			}
			assertThat(it.gaps()).hasSize(20).allMatch((gap) -> gap.toMillis() >= 5_000 && gap.toMillis() < 5_010);
			assertThat(it.driver.status().consecutiveFailures()).isZero();
		}
	}

	@Test
	void withoutMinIntervalWaitsAfterFailuresStillGrow() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectMinInterval(Duration.ZERO))) {
			it.script().connects(ConnectAnswer.unreachable());
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(seconds(it.gaps().get(0))).isBetween(0.1, 0.11);
			assertThat(seconds(it.gaps().get(8))).isBetween(2.56, 2.58);
		}
	}

	@Test
	void withoutMinIntervalALossIsFollowedAtOnce() {
		try (SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.reconnectStableAfter(Duration.ZERO).reconnectMinInterval(Duration.ZERO))) {
			it.connected();
			for (int i = 0; i < 20; i++) {
				it.engine.drop();
				it.seconds(0.04);
			}
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.gaps()).hasSize(20).allMatch((gap) -> gap.toMillis() < 50);
		}
	}

	@Test
	void theFirstAttemptAfterALossIsSpread() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectSpread(Duration.ofSeconds(100)))) {
			it.stable();
			long longest = 0;
			for (int i = 0; i < 20; i++) {
				it.engine.drop();
				it.until(MqttDriverState.WAITING);
				long lost = it.time.nanoTime();
				it.until(MqttDriverState.CONNECTED);
				long waited = it.time.nanoTime() - lost;
				assertThat(Duration.ofNanos(waited)).isLessThan(Duration.ofSeconds(101));
				longest = Math.max(longest, waited);
				it.seconds(60);
			}
			assertThat(Duration.ofNanos(longest)).isGreaterThan(Duration.ofSeconds(50));
		}
	}

	@Test
	void withASpreadTriggersInAnOutageAreAsFarApart() {
		try (SimulatedDriver it = new SimulatedDriver(4, (builder) -> spread(builder).reconnectJitter(0.2)).stable()) {
			it.script().connects(ConnectAnswer.unreachable());
			it.engine.drop();
			it.seconds(3_600);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.OPEN);
			List<Duration> gaps = it.gaps();
			assertThat(gaps).hasSizeGreaterThan(30);
			assertThat(gaps.subList(1, gaps.size()))
				.allSatisfy((gap) -> assertThat(seconds(gap)).isBetween(100.0, 100.01));
		}
	}

	@Test
	void howLongAnAttemptTakesDoesNotMoveTheNextOneOfASpreadFleet() {
		try (SimulatedDriver it = new SimulatedDriver(5, BackOffTests::spread).stable()) {
			it.script().connects(ConnectAnswer.ignore());
			it.engine.drop();
			it.seconds(1_000);
			List<Duration> gaps = it.gaps();
			assertThat(gaps).hasSizeGreaterThan(8);
			assertThat(gaps.subList(1, gaps.size()))
				.allSatisfy((gap) -> assertThat(seconds(gap)).isBetween(100.0, 100.01));
		}
	}

	@Test
	void aSpreadShorterThanTheWaitsLeavesThemAsTheyAre() {
		try (SimulatedDriver it = new SimulatedDriver(6, (builder) -> builder.reconnectSpread(Duration.ofSeconds(4)))
			.stable()) {
			it.script().connects(ConnectAnswer.unreachable());
			it.engine.drop();
			it.seconds(200);
			for (int i = 0; i < STEPS.length; i++) {
				assertThat(seconds(it.gaps().get(i + 1))).isBetween(STEPS[i], STEPS[i] + 0.01);
			}
		}
	}

	@Test
	void afterAFailedFirstConnectTheNextAttemptIsSpread() {
		assertSpread(5, (it) -> {
			it.script().connects(ConnectAnswer.unreachable());
			it.driver.connect();
			it.seconds(200);
			return it.gaps().get(0);
		});
	}

	@Test
	void afterTheLossOfAnUnstableConnectionTheNextAttemptIsSpread() {
		assertSpread(6, (it) -> {
			it.connected();
			it.seconds(1);
			it.engine.drop();
			it.seconds(200);
			return it.gaps().get(0);
		});
	}

	@Test
	void whatABusyServerShedsComesBackSpread() {
		assertSpread(15, (it) -> {
			it.stable();
			it.engine.disconnect(0x97, null);
			it.seconds(200);
			return it.gaps().get(0).minusSeconds(60);
		});
	}

	@Test
	void afterAnAttemptAskedForInAnOutageTheNextIsSpreadAgain() {
		assertSpread(7.5, (it) -> {
			it.stable();
			it.script().connects(ConnectAnswer.unreachable());
			it.engine.drop();
			it.seconds(110);
			int before = it.gaps().size();
			it.driver.reconnect();
			it.seconds(5.1);
			assertThat(it.gaps()).hasSizeGreaterThan(before);
			it.seconds(200);
			return it.gaps().get(before + 1);
		});
	}

	@Test
	void aCircuitThatOpensWithTheFirstFailureIsProbedAtASpreadTime() {
		assertSpread(60, (builder) -> spread(builder).reconnectMaxFailures(1), (it) -> {
			it.script().connects(ConnectAnswer.unreachable());
			it.driver.connect();
			it.seconds(200);
			return it.gaps().get(0);
		});
	}

	private static DefaultMqttDriverBuilder spread(DefaultMqttDriverBuilder builder) {
		return builder.reconnectSpread(Duration.ofSeconds(100));
	}

	private static void assertSpread(double from, Function<SimulatedDriver, Duration> wait) {
		assertSpread(from, BackOffTests::spread, wait);
	}

	/** Over seeds, waits lie anywhere in the hundred seconds after the ordinary wait. */
	private static void assertSpread(double from, UnaryOperator<DefaultMqttDriverBuilder> settings,
			Function<SimulatedDriver, Duration> wait) {
		double shortest = Double.MAX_VALUE;
		double longest = 0;
		for (int seed = 1; seed <= 30; seed++) {
			try (SimulatedDriver it = new SimulatedDriver(seed, settings)) {
				double waited = seconds(wait.apply(it));
				assertThat(waited).as("seed %d", seed).isBetween(from, from + 105);
				shortest = Math.min(shortest, waited);
				longest = Math.max(longest, waited);
			}
		}
		assertThat(shortest).isLessThan(from + 25);
		assertThat(longest).isGreaterThan(from + 75);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x88, 0x89, 0x97, 0x9F })
	@Fault("C7")
	void aBusyServerIsLeftAloneForLonger(int reasonCode) {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.refuse(reasonCode));
			it.driver.connect();
			it.seconds(200);
			assertThat(seconds(it.gaps().get(0))).isBetween(15.0, 15.01);
			assertThat(seconds(it.gaps().get(1))).isBetween(22.5, 22.51);
			assertThat(seconds(it.gaps().get(2))).isBetween(30.0, 30.01);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x89, 0x97, 0x9F })
	@Fault("L4")
	void aStableConnectionThatABusyServerEndsIsNotMadeAgainAtOnce(int reasonCode) {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.engine.disconnect(reasonCode, null);
			it.seconds(14.9);
			assertThat(it.record().opened()).isOne();
			it.seconds(0.2);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	@Test
	@Fault("C14")
	void aConnectionLostWithinStableAfterCountsAsAFailure() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectMaxFailures(4))) {
			it.script().connects(ConnectAnswer.accept().thenLostAfter(Duration.ofSeconds(9)));
			it.driver.connect();
			it.until(MqttDriverState.CIRCUIT_OPEN);
			assertThat(it.record().opened()).isEqualTo(4);
			assertThat(it.driver.status().consecutiveFailures()).isEqualTo(4);
			assertThat(it.driver.status().rebuilds()).isEqualTo(3);
			assertThat(seconds(it.gaps().get(0))).isBetween(14.0, 14.1);
			assertThat(seconds(it.gaps().get(1))).isBetween(16.5, 16.6);
		}
	}

	@Test
	void failuresCountFromZeroAfterStableAfter() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().nextConnects(ConnectAnswer.close(), ConnectAnswer.close(), ConnectAnswer.close());
			it.connected();
			it.seconds(9.9);
			assertThat(it.driver.status().consecutiveFailures()).isEqualTo(3);
			it.seconds(0.2);
			assertThat(it.driver.status().consecutiveFailures()).isZero();
			it.record().clear();
			it.script().connects(ConnectAnswer.close());
			it.engine.drop();
			it.seconds(6);
			assertThat(seconds(it.gaps().get(0))).isBetween(5.0, 5.01);
		}
	}

	@Test
	void aConnectionLostAfterStableAfterAgainAndAgainNeverOpensTheCircuit() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectMaxFailures(2))) {
			it.script().connects(ConnectAnswer.accept().thenLostAfter(Duration.ofSeconds(11)));
			it.driver.connect();
			it.seconds(1_000);
			assertThat(it.driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
			assertThat(it.driver.status().rebuilds()).isGreaterThan(80);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 1 })
	@Fault("L9")
	void aWallClockThatIsSetByADayChangesNothing(int days) {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectMaxFailures(5))) {
			it.stable();
			it.script().connects(ConnectAnswer.close());
			it.engine.drop();
			it.seconds(1);
			it.time.setWallClock(Duration.ofDays(days));
			it.publish("kept");
			it.until(MqttDriverState.CIRCUIT_OPEN);
			List<Duration> gaps = it.gaps();
			for (int i = 1; i < gaps.size(); i++) {
				assertThat(seconds(gaps.get(i))).isBetween(STEPS[i - 1], STEPS[i - 1] + 0.01);
			}
			assertThat(it.driver.status().pendingPublishes()).isOne();
			it.time.setWallClock(Duration.ZERO);
			it.script().connects(ConnectAnswer.accept());
			it.seconds(62);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.record().sent(Connect.class)).hasSize(7);
		}
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

}
