package io.mqttdriver;

import org.jspecify.annotations.Nullable;

/**
 * The root of what the driver reports: the fact, the property or method, the way out.
 */
public class MqttDriverException extends RuntimeException {

	/**
	 * Creates one.
	 * @param message the fact and the way out
	 * @param cause what led to it, or none
	 */
	public MqttDriverException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
