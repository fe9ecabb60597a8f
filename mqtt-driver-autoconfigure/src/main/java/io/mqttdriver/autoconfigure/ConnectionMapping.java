package io.mqttdriver.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.mqttdriver.MqttDriverBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Hands the connection details to the driver's builder. Stateless.
 */
final class ConnectionMapping {

	private static final Log logger = LogFactory.getLog(ConnectionMapping.class);

	private final MqttDriverConnectionDetails details;

	ConnectionMapping(MqttDriverConnectionDetails details) {
		this.details = details;
	}

	void applyTo(MqttDriverBuilder builder) {
		List<String> uris = this.details.getUris();
		builder.uris(uris.toArray(String[]::new));
		String username = this.details.getUsername();
		if (username != null) {
			builder.username(username);
		}
		String password = this.details.getPassword();
		if (password != null) {
			builder.password(password);
		}
		SslBundle bundle = this.details.getSslBundle();
		if (bundle != null) {
			warnWithoutTls(uris);
			SslOptions options = bundle.getOptions();
			builder.ssl(new ReloadingSslContext(bundle, this.details::getSslBundle),
					listOf(options.getEnabledProtocols()), listOf(options.getCiphers()));
		}
	}

	private static void warnWithoutTls(List<String> uris) {
		List<String> open = uris.stream()
			.map((uri) -> uri.toLowerCase(Locale.ROOT))
			.filter((uri) -> uri.startsWith("tcp:") || uri.startsWith("mqtt:"))
			.toList();
		if (!open.isEmpty()) {
			logger.warn("An SSL bundle is set, yet " + open.size() + " of " + uris.size()
					+ " servers are connected to without TLS: write ssl:// instead of tcp:// in mqtt.driver.uris");
		}
	}

	private static List<String> listOf(String @Nullable [] values) {
		return (values != null) ? Arrays.asList(values) : List.of();
	}

}
