package io.mqttdriver.connection;

import java.time.Duration;

import io.mqttdriver.connection.Herd.Policy;

/**
 * The policies that are compared.
 */
final class HerdPolicies {

	private HerdPolicies() {
	}

	/** This driver as it comes. */
	static Policy defaults() {
		return driver(DriverInHerd.defaults(Duration.ZERO));
	}

	/** This driver by the rule of {@code docs/scale.md}. */
	static Policy byTheRule(int devices, int perSecond) {
		return driver(DriverInHerd.defaults(spread(devices, perSecond)));
	}

	/** By the rule, and no wait longer than the spread. */
	static Policy byTheRuleAtMost(int devices, int perSecond) {
		Duration spread = spread(devices, perSecond);
		return driver(DriverInHerd.settings(spread, spread.multipliedBy(10).dividedBy(12),
				spread.multipliedBy(10).dividedBy(12)));
	}

	static Duration spread(int devices, int perSecond) {
		return Duration.ofMillis(1_250L * devices / perSecond);
	}

	static Policy paho() {
		return (clockwork) -> PeerInHerd.paho(clockwork.random());
	}

	static Policy hivemq() {
		return (clockwork) -> PeerInHerd.hivemq(clockwork.random());
	}

	private static Policy driver(ReconnectSettings settings) {
		return (clockwork) -> new DriverInHerd(settings, clockwork);
	}

}
