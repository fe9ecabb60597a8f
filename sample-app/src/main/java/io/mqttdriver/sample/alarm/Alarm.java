package io.mqttdriver.sample.alarm;

import java.time.Instant;

/**
 * The news that a figure has become too high, or is well again.
 */
public sealed interface Alarm permits AlarmRaised, AlarmCleared {

	/**
	 * When it became so.
	 * @return the time of the sample
	 */
	Instant time();

	/**
	 * What the figure was then.
	 * @return in the unit of the figure
	 */
	double value();

}
