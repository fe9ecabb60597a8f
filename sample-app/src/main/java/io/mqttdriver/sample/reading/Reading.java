package io.mqttdriver.sample.reading;

import java.time.Instant;

/**
 * One look at a part of a computer.
 */
public sealed interface Reading
		permits ProcessorReading, TemperatureReading, MemoryReading, DiskReading, NetworkReading {

	/**
	 * When the figures were read.
	 * @return the time by the clock of the computer that was read
	 */
	Instant time();

	/**
	 * Where the reading is published.
	 * @return the topic below that of its host
	 */
	String subtopic();

}
