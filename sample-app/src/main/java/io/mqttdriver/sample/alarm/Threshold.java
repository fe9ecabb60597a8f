package io.mqttdriver.sample.alarm;

import io.mqttdriver.sample.figure.Sample;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * When a figure is too high, and when it is well again: further down, so that an alarm
 * doesn't come and go with every sample.
 *
 * @param raise An alarm is raised at this value and above.
 * @param clear It is cleared at this value and below. Must be less than raise.
 */
record Threshold(double raise, double clear) {

	Threshold {
		Assert.isTrue(clear < raise, () -> "An alarm's 'clear' is " + clear + " and its 'raise' " + raise
				+ ": set sample.alarms.{figure}.clear below sample.alarms.{figure}.raise");
	}

	/** What the sample changes, if anything. */
	@Nullable Alarm judge(@Nullable Alarm current, Sample sample) {
		if (current != null && !sample.time().isAfter(current.time())) {
			return null;
		}
		boolean raised = current instanceof AlarmRaised;
		if (!raised && sample.value() >= this.raise) {
			return new AlarmRaised(sample.time(), sample.value(), this.raise);
		}
		if (raised && sample.value() <= this.clear) {
			return new AlarmCleared(sample.time(), sample.value(), this.clear);
		}
		return null;
	}

}
