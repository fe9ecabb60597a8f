package io.mqttdriver;

/**
 * The outbox has no room: {@code mqtt.driver.publish.outbox.*}.
 */
public class MqttOutboxFullException extends MqttDriverException {

	/**
	 * Creates one.
	 * @param message the fact and the way out
	 */
	public MqttOutboxFullException(String message) {
		super(message, null);
	}

}
