package io.mqttdriver.benchmark.fault.client;

import java.time.Duration;
import java.time.Instant;

import io.mqttdriver.MqttDriverStatus;

/**
 * How long the driver may stay silent after the broker's return: the back-off step then
 * due, with its jitter, plus a second. Computed from the settings and from what the
 * driver's status says at that moment, not from the driver's code.
 *
 * @param minInterval between two triggers, and the first wait
 * @param multiplier of the waits
 * @param maxInterval the longest wait before jitter
 * @param jitter by which share a wait is lengthened at most
 * @param stableAfter after which a loss is tried again at once
 * @param openDuration how long the circuit stays open
 */
record BackOff(Duration minInterval, double multiplier, Duration maxInterval, double jitter, Duration stableAfter,
		Duration openDuration) {

	private static final Duration ALLOWANCE = Duration.ofSeconds(1);

	/** Where waits start without a {@code min-interval}. */
	private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

	/** The driver's defaults. */
	static BackOff defaults() {
		return new BackOff(Duration.ofSeconds(5), 1.5, Duration.ofSeconds(30), 0.2, Duration.ofSeconds(10),
				Duration.ofSeconds(60));
	}

	/** For a thousand rebuilds: no wait after a loss. */
	static BackOff eager() {
		BackOff usual = defaults();
		return new BackOff(Duration.ZERO, usual.multiplier, usual.maxInterval, usual.jitter, Duration.ZERO,
				usual.openDuration);
	}

	/** The longest silence allowed from now on. */
	Duration promisedSilence(MqttDriverStatus status, Instant now) {
		return due(status, now).plus(ALLOWANCE);
	}

	private Duration due(MqttDriverStatus status, Instant now) {
		int failures = status.consecutiveFailures();
		return switch (status.state()) {
			case CONNECTED -> stable(status, now) ? Duration.ZERO : step(failures + 1);
			case WAITING -> (failures == 0) ? this.minInterval : step(failures);
			case CIRCUIT_OPEN -> lengthened(this.openDuration);
			default -> step(failures + 1);
		};
	}

	private boolean stable(MqttDriverStatus status, Instant now) {
		return Duration.between(status.since(), now).compareTo(this.stableAfter) >= 0;
	}

	private Duration step(int failures) {
		Duration first = (this.minInterval.compareTo(SHORTEST_WAIT) > 0) ? this.minInterval : SHORTEST_WAIT;
		double wait = first.toNanos() * Math.pow(this.multiplier, failures - 1.0);
		return lengthened(Duration.ofNanos((long) Math.min(wait, this.maxInterval.toNanos())));
	}

	private Duration lengthened(Duration wait) {
		return wait.plusNanos((long) (wait.toNanos() * this.jitter));
	}

}
