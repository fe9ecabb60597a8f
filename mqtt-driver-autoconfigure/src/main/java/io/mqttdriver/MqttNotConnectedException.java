package io.mqttdriver;

/**
 * A publish of QoS 0 while there is no connection.
 */
public class MqttNotConnectedException extends MqttDriverException {

	/**
	 * Creates one.
	 * @param message the fact and the way out
	 */
	public MqttNotConnectedException(String message) {
		super(message, null);
	}

}
