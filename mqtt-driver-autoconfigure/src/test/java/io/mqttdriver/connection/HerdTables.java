package io.mqttdriver.connection;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.mqttdriver.connection.Herd.Beginning;
import io.mqttdriver.connection.Herd.Fleet;
import io.mqttdriver.connection.Herd.Outage;
import io.mqttdriver.connection.Herd.Outcome;
import io.mqttdriver.connection.Herd.Policy;
import io.mqttdriver.connection.HerdBroker.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Prints the tables of {@code docs/scale.md}; run by name only, for it takes minutes.
 */
final class HerdTables {

	private static final int DEVICES = 100_000;

	private static final int PER_SECOND = 1_000;

	private static final List<Duration> OUTAGES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(10),
			Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1));

	private final long seed = Long.getLong("mqtt-driver.herd.seed", 1);

	private final StringBuilder out = new StringBuilder();

	@Test
	void prints() {
		line("Seed " + this.seed);
		for (Kind broker : Kind.values()) {
			policies(broker);
		}
		beginnings();
		sizes();
		System.out.println(this.out);
		assertThat(this.out.toString()).contains("| 1h | driver, defaults |").contains("| POWER_ON | 1m |");
	}

	private void policies(Kind broker) {
		Map<String, Policy> policies = new LinkedHashMap<>();
		policies.put("Paho", HerdPolicies.paho());
		policies.put("HiveMQ", HerdPolicies.hivemq());
		policies.put("driver, defaults", HerdPolicies.defaults());
		policies.put("driver, spread=125s", HerdPolicies.byTheRule(DEVICES, PER_SECOND));
		head(broker + ", 100,000 devices, 1,000 a second", "outage | policy");
		for (Duration away : OUTAGES) {
			policies.forEach((name, policy) -> row(shown(away) + " | " + name, DEVICES, policy,
					new Outage(Beginning.LOSS, away, broker, PER_SECOND)));
		}
	}

	private void beginnings() {
		head("driver, spread=125s, 100,000 devices, 1,000 a second, REFUSES", "it begins with | outage");
		Policy policy = HerdPolicies.byTheRule(DEVICES, PER_SECOND);
		for (Beginning beginning : Beginning.values()) {
			for (Duration away : List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofMinutes(1))) {
				row(beginning + " | " + shown(away), DEVICES, policy,
						new Outage(beginning, away, Kind.REFUSES, PER_SECOND));
			}
		}
	}

	private void sizes() {
		head("driver, spread by the rule, REFUSES, outage 10 min",
				"devices | a second | spread | waits at most the spread");
		for (int perSecond : new int[] { 10, 100, 1_000, 10_000 }) {
			for (int devices : new int[] { 1_000, 10_000, 100_000, 1_000_000 }) {
				if (devices > perSecond && devices <= 1_000 * perSecond) {
					Outage outage = new Outage(Beginning.LOSS, Duration.ofMinutes(10), Kind.REFUSES, perSecond);
					String size = grouped(devices) + " | " + grouped(perSecond) + " | "
							+ shown(HerdPolicies.spread(devices, perSecond));
					row(size + " | no", devices, HerdPolicies.byTheRule(devices, perSecond), outage);
					row(size + " | yes", devices, HerdPolicies.byTheRuleAtMost(devices, perSecond), outage);
				}
			}
		}
	}

	private void head(String title, String columns) {
		line("");
		line(title);
		line("");
		line("| " + columns + " | all back | peak of attempts a second | wasted attempts |");
		line("|" + "---|".repeat(columns.split("\\|").length + 3));
	}

	private void row(String name, int devices, Policy policy, Outage outage) {
		Outcome outcome = Herd.of(new Fleet(devices, policy, this.seed), outage);
		String back = (outcome.missing() > 0) ? "after 1 h " + grouped(outcome.missing()) + " missing"
				: String.format(Locale.ROOT, "%.0f s", outcome.back());
		line("| " + name + " | " + back + " | " + grouped(outcome.peak()) + " | " + grouped(outcome.wasted()) + " |");
	}

	private void line(String text) {
		this.out.append(text).append('\n');
	}

	private static String shown(Duration duration) {
		return duration.toString().substring(2).toLowerCase(Locale.ROOT);
	}

	private static String grouped(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

}
