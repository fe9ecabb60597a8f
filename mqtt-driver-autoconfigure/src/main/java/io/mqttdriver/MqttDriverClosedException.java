package io.mqttdriver;

/**
 * The driver is stopped by wish.
 */
public class MqttDriverClosedException extends MqttDriverException {

	/**
	 * Creates one.
	 * @param message the fact and the way out
	 */
	public MqttDriverClosedException(String message) {
		super(message, null);
	}

}
