package io.mqttdriver.message;

/**
 * Names of message headers beyond those of Spring Integration's {@code MqttHeaders}.
 */
public final class MqttDriverHeaders {

	/**
	 * All user properties of the message, repeated ones too: a
	 * {@code MultiValueMap<String, String>}.
	 */
	public static final String USER_PROPERTIES = "mqtt_userProperties";

	private MqttDriverHeaders() {
	}

}
