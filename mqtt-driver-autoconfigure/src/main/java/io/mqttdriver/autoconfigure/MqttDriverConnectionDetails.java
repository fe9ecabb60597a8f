package io.mqttdriver.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * Where the servers are and how to get in. A bean of this type replaces
 * {@code mqtt.driver.uris}, {@code .username}, {@code .password} and {@code .ssl.bundle}.
 */
public interface MqttDriverConnectionDetails extends ConnectionDetails {

	/**
	 * The servers, tried in turn.
	 * @return at least one, such as {@code tcp://localhost:1883}
	 */
	List<String> getUris();

	/**
	 * The user name.
	 * @return or none
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * The password.
	 * @return or none
	 */
	default @Nullable String getPassword() {
		return null;
	}

	/**
	 * What secured connections trust and show. Asked anew for each connection, so that a
	 * reloaded bundle is used.
	 * @return or none, for the JDK's own certificates
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
