package io.mqttdriver.connection;

import java.time.Duration;

import io.mqttdriver.connection.Herd.Beginning;
import io.mqttdriver.connection.Herd.Fleet;
import io.mqttdriver.connection.Herd.Outage;
import io.mqttdriver.connection.Herd.Outcome;
import io.mqttdriver.connection.Herd.Policy;
import io.mqttdriver.connection.HerdBroker.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/scale.md} promises: with {@code reconnect.spread} set by its rule a
 * fleet of 100,000 is back within 1.3 times the time that the broker needs to accept so
 * many, with less than 3 times the attempts that it accepts.
 */
class HerdTests {

	private static final int DEVICES = 100_000;

	private static final int PER_SECOND = 1_000;

	private static final double LIMIT = (double) DEVICES / PER_SECOND;

	@ParameterizedTest
	@CsvSource({ "REFUSES, PT0S", "REFUSES, PT1S", "REFUSES, PT10S", "REFUSES, PT1M", "REFUSES, PT10M", "REFUSES, PT1H",
			"QUEUES, PT0S", "QUEUES, PT1S", "QUEUES, PT10S", "QUEUES, PT1M", "QUEUES, PT10M", "SAYS_BUSY, PT0S",
			"SAYS_BUSY, PT1S", "SAYS_BUSY, PT10S", "SAYS_BUSY, PT1M", "SAYS_BUSY, PT10M", "SERVES_THE_DEAD, PT0S",
			"SERVES_THE_DEAD, PT1S", "SERVES_THE_DEAD, PT10S", "SERVES_THE_DEAD, PT1M", "SERVES_THE_DEAD, PT10M" })
	void byTheRuleTheHerdIsBackInTimeWithoutAStorm(Kind broker, Duration away) {
		Outcome outcome = herd(Beginning.LOSS, away, broker, HerdPolicies.byTheRule(DEVICES, PER_SECOND));
		assertThat(outcome.missing()).isZero();
		assertThat(outcome.back()).isLessThanOrEqualTo(1.3 * LIMIT);
		assertThat(outcome.peak()).isLessThan(3 * PER_SECOND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT1M" })
	void connectionsThatABusyServerShedsComeBackAsEvenly(Duration away) {
		Outcome outcome = herd(Beginning.SHED, away, Kind.SAYS_BUSY, HerdPolicies.byTheRule(DEVICES, PER_SECOND));
		assertThat(outcome.missing()).isZero();
		assertThat(outcome.back()).isLessThanOrEqualTo(1.25 * LIMIT + 18);
		assertThat(outcome.peak()).isLessThan(3 * PER_SECOND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT1S", "PT1M" })
	void aFleetThatIsSwitchedOnWhileItsBrokerIsAwayComesAsEvenly(Duration away) {
		Outcome outcome = herd(Beginning.POWER_ON, away, Kind.REFUSES, HerdPolicies.byTheRule(DEVICES, PER_SECOND));
		assertThat(outcome.missing()).isZero();
		assertThat(outcome.back()).isLessThanOrEqualTo(1.3 * LIMIT + 1);
		assertThat(outcome.peak()).isLessThan(3 * PER_SECOND);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT1S", "PT10S", "PT1M", "PT10M", "PT1H" })
	void aSmallFleetWhoseWaitsAreNoLongerThanItsSpreadIsBackAsSoon(Duration away) {
		Outcome outcome = Herd.of(new Fleet(10_000, HerdPolicies.byTheRuleAtMost(10_000, PER_SECOND), seed()),
				new Outage(Beginning.LOSS, away, Kind.REFUSES, PER_SECOND));
		assertThat(outcome.missing()).isZero();
		assertThat(outcome.back()).isLessThanOrEqualTo(13);
		assertThat(outcome.peak()).isLessThan(3 * PER_SECOND);
	}

	@Test
	void withoutASpreadTheHerdIsAStorm() {
		Outcome outcome = herd(Beginning.LOSS, Duration.ofSeconds(1), Kind.REFUSES, HerdPolicies.defaults());
		assertThat(outcome.peak()).isGreaterThan(50 * PER_SECOND);
		assertThat(outcome.back()).isGreaterThan(2 * LIMIT);
	}

	private static Outcome herd(Beginning beginning, Duration away, Kind broker, Policy policy) {
		return Herd.of(new Fleet(DEVICES, policy, seed()), new Outage(beginning, away, broker, PER_SECOND));
	}

	private static long seed() {
		long seed = Long.getLong("mqtt-driver.herd.seed", System.nanoTime());
		System.out.println("herd: -Dmqtt-driver.herd.seed=" + seed);
		return seed;
	}

}
