package io.mqttdriver.test;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Keeps Artemis at errors, unless the application has set a level for
 * {@code org.apache.activemq} itself: it warns twice of each subscription. Stateless.
 */
final class ArtemisLogging {

	private static final String LOGGER = "org.apache.activemq";

	private ArtemisLogging() {
	}

	static void quieten() {
		LoggingSystem logging = LoggingSystem.get(ArtemisLogging.class.getClassLoader());
		if (!logging.getSupportedLogLevels().contains(LogLevel.ERROR)) {
			return;
		}
		LoggerConfiguration configuration = logging.getLoggerConfiguration(LOGGER);
		if (configuration == null || configuration.getConfiguredLevel() == null) {
			logging.setLogLevel(LOGGER, LogLevel.ERROR);
		}
	}

}
