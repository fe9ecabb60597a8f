package io.mqttdriver.autoconfigure;

/**
 * The settings of the driver can't be, or don't go together; thrown while the application
 * starts. The message names property, value and way out.
 */
final class InvalidMqttDriverSettingsException extends IllegalStateException {

	InvalidMqttDriverSettingsException(IllegalArgumentException cause) {
		super(cause.getMessage(), cause);
	}

}
