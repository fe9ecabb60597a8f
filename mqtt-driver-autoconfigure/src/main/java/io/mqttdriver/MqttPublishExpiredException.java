package io.mqttdriver;

/**
 * The message expiry interval passed before the message could be sent.
 */
public class MqttPublishExpiredException extends MqttDriverException {

	/**
	 * Creates one.
	 * @param message the fact and the way out
	 */
	public MqttPublishExpiredException(String message) {
		super(message, null);
	}

}
