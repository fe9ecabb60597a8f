package io.mqttdriver;

/**
 * The server refused a filter. It stays wanted and is tried again with each rebuild.
 */
public class MqttSubscriptionRejectedException extends MqttDriverException {

	private final int reasonCode;

	/**
	 * Creates one.
	 * @param message the fact and the way out
	 * @param reasonCode of the answer
	 */
	public MqttSubscriptionRejectedException(String message, int reasonCode) {
		super(message, null);
		this.reasonCode = reasonCode;
	}

	/**
	 * The reason code (MQTT 5, 3.9.3).
	 * @return of the answer
	 */
	public int reasonCode() {
		return this.reasonCode;
	}

}
