package io.mqttdriver.sample.reading;

import java.time.Instant;

/**
 * The traffic of a network interface, as rates since the reading before.
 *
 * @param time when it was read
 * @param networkInterface the interface's name, a topic level
 * @param receivedBytesPerSecond what came in
 * @param sentBytesPerSecond what went out
 */
public record NetworkReading(Instant time, String networkInterface, double receivedBytesPerSecond,
		double sentBytesPerSecond) implements Reading {

	@Override
	public String subtopic() {
		return "network/" + this.networkInterface;
	}

}
