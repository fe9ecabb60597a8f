package io.mqttdriver.engine;

import java.net.URI;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * All that an engine needs to know for one CONNECT.
 *
 * @param uri scheme {@code tcp}, {@code mqtt}, {@code ssl} or {@code mqtts}; host; port
 * @param clientId the client identifier
 * @param credentials user name and password of this attempt
 * @param keepAlive in whole seconds on the wire; zero switches it off
 * @param connectTimeout for name, socket, TLS and CONNACK together
 * @param cleanStart whether the server forgets the session that it may have
 * @param sessionExpiry how long the server keeps the session after the connection
 * @param receiveMaximum unacknowledged incoming publishes, 1 to 65,535
 * @param maximumPacketSize the largest packet that is taken, in bytes
 * @param will what the server publishes when the connection breaks, or none
 * @param tls how to secure the socket, for {@code ssl} and {@code mqtts}
 */
public record ClientSpec(URI uri, String clientId, Credentials credentials, Duration keepAlive, Duration connectTimeout,
		boolean cleanStart, Duration sessionExpiry, int receiveMaximum, int maximumPacketSize, @Nullable Will will,
		@Nullable Tls tls) {

	/**
	 * User name and password. Never printed.
	 *
	 * @param username or none
	 * @param password or none
	 */
	public record Credentials(@Nullable String username, byte @Nullable [] password) {

		/** Neither name nor password. */
		public static final Credentials NONE = new Credentials(null, null);

		@Override
		public String toString() {
			return "Credentials[" + ((this.username != null) ? "given" : "none") + "]";
		}

	}

	/**
	 * The will message (MQTT 5, 3.1.2.5).
	 *
	 * @param publish topic, payload, QoS and retained
	 * @param delay the will delay interval (MQTT 5, 3.1.3.2.2)
	 */
	public record Will(OutboundPublish publish, Duration delay) {
	}

}
