package io.mqttdriver.sample.reading;

import java.time.Instant;

/**
 * The main memory.
 *
 * @param time when it was read
 * @param totalBytes all memory
 * @param availableBytes what applications may still take
 */
public record MemoryReading(Instant time, long totalBytes, long availableBytes) implements Reading {

	@Override
	public String subtopic() {
		return "memory";
	}

}
