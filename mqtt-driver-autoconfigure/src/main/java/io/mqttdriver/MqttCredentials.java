package io.mqttdriver;

import org.jspecify.annotations.Nullable;

/**
 * User name and password of a CONNECT (MQTT 5, 3.1.3.5 and 3.1.3.6). Never printed.
 *
 * @param username or none
 * @param password or none
 */
public record MqttCredentials(@Nullable String username, byte @Nullable [] password) {

	@Override
	public String toString() {
		return "MqttCredentials[username=" + ((this.username != null) ? "***" : "none") + ", password="
				+ ((this.password != null) ? "***" : "none") + "]";
	}

}
