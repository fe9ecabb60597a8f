package io.mqttdriver.sample.reading;

import java.time.Instant;

/**
 * The temperature of the processor, on the same topic as its load.
 *
 * @param time when it was read
 * @param celsius the temperature in degrees Celsius
 */
public record TemperatureReading(Instant time, double celsius) implements Reading {

	@Override
	public String subtopic() {
		return "processor";
	}

}
