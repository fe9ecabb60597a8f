package io.mqttdriver.inbound;

import java.time.Duration;

import io.mqttdriver.inbound.ListenerSettings.Retry;

/**
 * Waits that grow by a factor up to a longest one. Immutable.
 *
 * @param initial the first wait
 * @param multiplier from one to the next
 * @param longest the longest
 */
record BackOff(Duration initial, double multiplier, Duration longest) {

	/** Between two offers of a dead letter. */
	static final BackOff DEAD_LETTER = new BackOff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30));

	static BackOff of(Retry retry) {
		return new BackOff(retry.initialInterval(), retry.multiplier(), retry.maxInterval());
	}

	/**
	 * The wait after a number of failures.
	 * @param failures 1 or more
	 */
	Duration after(int failures) {
		double millis = this.initial.toMillis() * Math.pow(this.multiplier, failures - 1);
		double bounded = Math.min(millis, this.longest.toMillis());
		return Duration.ofMillis((long) bounded);
	}

}
