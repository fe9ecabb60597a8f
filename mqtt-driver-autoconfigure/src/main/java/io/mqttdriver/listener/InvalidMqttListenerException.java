package io.mqttdriver.listener;

import org.jspecify.annotations.Nullable;

/**
 * An {@code @MqttListener} can't work; thrown while the application starts. The message
 * names class, method and the way out.
 */
public class InvalidMqttListenerException extends IllegalStateException {

	private final String description;

	private final String action;

	InvalidMqttListenerException(String description, String action, @Nullable Throwable cause) {
		super(description + ": " + action, cause);
		this.description = description;
		this.action = action;
	}

	/**
	 * What is wrong, and where.
	 * @return for a failure analysis
	 */
	public String getDescription() {
		return this.description;
	}

	/**
	 * The way out.
	 * @return for a failure analysis
	 */
	public String getAction() {
		return this.action;
	}

}
