package io.mqttdriver.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the driver from logging what schedules do to it.
 */
final class Quiet implements AutoCloseable {

	private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.mqttdriver");

	private final Level former = LOGGER.getLevel();

	private Quiet() {
		LOGGER.setLevel(Level.OFF);
	}

	static Quiet logging() {
		return new Quiet();
	}

	@Override
	public void close() {
		LOGGER.setLevel(this.former);
	}

}
