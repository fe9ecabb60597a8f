package io.mqttdriver;

/**
 * The server refused a publish for good, or ended the connection because of it.
 */
public class MqttPublishRejectedException extends MqttDriverException {

	private final int reasonCode;

	/**
	 * Creates one.
	 * @param message the fact and the way out
	 * @param reasonCode of the answer, or of the DISCONNECT
	 */
	public MqttPublishRejectedException(String message, int reasonCode) {
		super(message, null);
		this.reasonCode = reasonCode;
	}

	/**
	 * The reason code (MQTT 5, 3.4.2.1 and 3.5.2.1).
	 * @return of the answer
	 */
	public int reasonCode() {
		return this.reasonCode;
	}

}
