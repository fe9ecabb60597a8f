package io.mqttdriver.connection;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.ClientSpec.Credentials;
import io.mqttdriver.engine.ClientSpec.Will;
import io.mqttdriver.engine.Tls;
import io.mqttdriver.topic.TopicNames;
import org.jspecify.annotations.Nullable;

/**
 * What every client of the driver has in common: {@code mqtt.driver.*}.
 *
 * @param uris at least one
 * @param clientId the configured client id
 * @param credentials asked before each CONNECT, on a thread where it may block
 * @param keepAlive zero for none
 * @param connectTimeout for name, socket, TLS and CONNACK together, and for each SUBACK
 * @param shutdownTimeout for handlers and publishes to drain
 * @param sessionExpiry how long the server keeps the session, zero for not at all
 * @param receiveMaximum unacknowledged incoming publishes
 * @param maximumPacketSize in bytes
 * @param will or none
 * @param tls for the secured schemes
 */
public record ConnectionSettings(List<URI> uris, String clientId, Callable<Credentials> credentials, Duration keepAlive,
		Duration connectTimeout, Duration shutdownTimeout, Duration sessionExpiry, int receiveMaximum,
		int maximumPacketSize, @Nullable Will will, Tls tls) {

	private static final Set<String> SCHEMES = Set.of("tcp", "mqtt", "ssl", "mqtts", "ws", "wss");

	/**
	 * Checks them.
	 * @throws IllegalArgumentException naming the property, the value and the way out
	 */
	public ConnectionSettings {
		if (uris.isEmpty()) {
			throw new IllegalArgumentException("mqtt.driver.uris is empty: name at least one server");
		}
		uris.forEach(ConnectionSettings::requireServer);
		TopicNames.requireUtf8("mqtt.driver.client-id", clientId);
		Checks.notNegative("keep-alive", keepAlive);
		Checks.atMost("keep-alive", keepAlive, Duration.ofSeconds(65_535));
		Checks.positive("connect-timeout", connectTimeout);
		Checks.notNegative("shutdown-timeout", shutdownTimeout);
		Checks.notNegative("session-expiry", sessionExpiry);
		Checks.atMost("session-expiry", sessionExpiry, Duration.ofSeconds(0xFFFF_FFFFL));
		Checks.between("receive-maximum", receiveMaximum, 1, 65_535);
		Checks.between("maximum-packet-size", maximumPacketSize, 1, 268_435_460);
		if (will != null && will.delay().compareTo(sessionExpiry) > 0) {
			throw new IllegalArgumentException("mqtt.driver.will.delay is " + will.delay()
					+ ", longer than mqtt.driver.session-expiry (" + sessionExpiry
					+ "), with which the will goes out: set session-expiry to at least the delay");
		}
	}

	private static void requireServer(URI uri) {
		if (uri.getRawUserInfo() != null || (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@"))) {
			throw new IllegalArgumentException("mqtt.driver.uris has a URI with user info (host " + uri.getHost()
					+ "): set mqtt.driver.username and mqtt.driver.password instead");
		}
		if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
			throw new IllegalArgumentException(
					"mqtt.driver.uris has '" + uri + "', which is no server: write tcp://host:1883 or ssl://host:8883");
		}
	}

	boolean keepsSession() {
		return !this.sessionExpiry.isZero();
	}

	ClientSpec spec(URI uri, String clientId, Credentials credentials) {
		boolean secured = uri.getScheme().equals("ssl") || uri.getScheme().equals("mqtts");
		return new ClientSpec(uri, clientId, credentials, this.keepAlive, this.connectTimeout, !keepsSession(),
				this.sessionExpiry, this.receiveMaximum, this.maximumPacketSize, this.will, secured ? this.tls : null);
	}

}
