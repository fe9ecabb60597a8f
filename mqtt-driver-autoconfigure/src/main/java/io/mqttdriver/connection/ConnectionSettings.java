package io.mqttdriver.connection;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.ClientSpec.Credentials;
import io.mqttdriver.engine.ClientSpec.Will;
import io.mqttdriver.engine.Tls;
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

	boolean keepsSession() {
		return !this.sessionExpiry.isZero();
	}

	ClientSpec spec(URI uri, String clientId, Credentials credentials) {
		boolean secured = uri.getScheme().equals("ssl") || uri.getScheme().equals("mqtts");
		return new ClientSpec(uri, clientId, credentials, this.keepAlive, this.connectTimeout, !keepsSession(),
				this.sessionExpiry, this.receiveMaximum, this.maximumPacketSize, this.will, secured ? this.tls : null);
	}

}
