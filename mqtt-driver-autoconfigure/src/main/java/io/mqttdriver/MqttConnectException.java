package io.mqttdriver;

import org.jspecify.annotations.Nullable;

/**
 * An attempt to connect failed.
 */
public class MqttConnectException extends MqttDriverException {

	private final int reasonCode;

	/**
	 * Creates one.
	 * @param message the fact and the way out
	 * @param reasonCode of the CONNACK or DISCONNECT, -1 where none was sent
	 * @param cause the library's exception, or none
	 */
	public MqttConnectException(String message, int reasonCode, @Nullable Throwable cause) {
		super(message, cause);
		this.reasonCode = reasonCode;
	}

	/**
	 * The reason code (MQTT 5, 3.2.2.2 and 3.14.2.1).
	 * @return of the CONNACK or DISCONNECT, -1 where none was sent
	 */
	public int reasonCode() {
		return this.reasonCode;
	}

}
