package io.mqttdriver.sample.reading;

import java.time.Instant;

/**
 * The load of all processors together.
 *
 * @param time when it was read
 * @param loadPercent the load since the reading before, 0 to 100
 */
public record ProcessorReading(Instant time, double loadPercent) implements Reading {

	@Override
	public String subtopic() {
		return "processor";
	}

}
