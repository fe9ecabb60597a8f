package io.mqttdriver.autoconfigure;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * The connection details of the properties. Safe for any thread.
 */
final class PropertiesMqttDriverConnectionDetails implements MqttDriverConnectionDetails {

	private static final Log logger = LogFactory.getLog(PropertiesMqttDriverConnectionDetails.class);

	private final MqttDriverProperties properties;

	private final @Nullable SslBundles bundles;

	PropertiesMqttDriverConnectionDetails(MqttDriverProperties properties, @Nullable SslBundles bundles) {
		this.properties = properties;
		this.bundles = bundles;
		String bundle = properties.ssl().bundle();
		if (bundle != null) {
			requireBundle(bundle, bundles);
		}
		if (bundle != null && bundles != null) {
			bundles.addBundleUpdateHandler(bundle, (updated) -> logger
				.info("SSL bundle '" + bundle + "' has changed; it is used from the next connection on"));
		}
	}

	@Override
	public List<String> getUris() {
		return this.properties.uris();
	}

	@Override
	public @Nullable String getUsername() {
		return this.properties.username();
	}

	@Override
	public @Nullable String getPassword() {
		return this.properties.password();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		String name = this.properties.ssl().bundle();
		return (name != null && this.bundles != null) ? this.bundles.getBundle(name) : null;
	}

	private static void requireBundle(String name, @Nullable SslBundles bundles) {
		List<String> known = (bundles != null) ? bundles.getBundleNames() : List.of();
		if (!known.contains(name)) {
			throw new InvalidMqttDriverSettingsException(new IllegalArgumentException(
					"mqtt.driver.ssl.bundle is '" + name + "', which is no SSL bundle: define spring.ssl.bundle.pem."
							+ name + ".* or spring.ssl.bundle.jks." + name + ".*, or name one of " + known));
		}
	}

}
