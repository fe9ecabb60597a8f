package io.mqttdriver.test;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Settings of an {@link MqttTestBroker} that is yet to start. Not safe for threads.
 */
public final class MqttTestBrokerBuilder {

	int port;

	boolean persistent;

	final Map<String, String> users = new LinkedHashMap<>();

	@Nullable Path keyStore;

	@Nullable String keyStorePassword;

	@Nullable Path trustStore;

	@Nullable String trustStorePassword;

	MqttTestBrokerBuilder() {
	}

	/**
	 * Sets the port on 127.0.0.1.
	 * @param port the port; 0, as at first, takes a free one
	 * @return this builder
	 */
	public MqttTestBrokerBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Keeps sessions, retained and queued messages in a journal, so that they outlive
	 * {@link MqttTestBroker#restart()}; the journal is deleted with the broker.
	 * @param persistent whether to, at first not
	 * @return this builder
	 */
	public MqttTestBrokerBuilder persistent(boolean persistent) {
		this.persistent = persistent;
		return this;
	}

	/**
	 * Adds a user who may do everything. With users, clients without name and password
	 * are refused.
	 * @param username the user name
	 * @param password the password
	 * @return this builder
	 */
	public MqttTestBrokerBuilder user(String username, String password) {
		this.users.put(username, password);
		return this;
	}

	/**
	 * Speaks TLS.
	 * @param keyStore a PKCS#12 file with the broker's key and certificates
	 * @param password its password
	 * @return this builder
	 */
	public MqttTestBrokerBuilder tls(Path keyStore, String password) {
		this.keyStore = keyStore;
		this.keyStorePassword = password;
		return this;
	}

	/**
	 * Refuses TLS clients without a certificate of these authorities.
	 * @param trustStore a PKCS#12 file with the authorities' certificates
	 * @param password its password
	 * @return this builder
	 */
	public MqttTestBrokerBuilder clientAuthorities(Path trustStore, String password) {
		this.trustStore = trustStore;
		this.trustStorePassword = password;
		return this;
	}

	/**
	 * Starts the broker.
	 * @return the broker, listening
	 * @throws IllegalStateException if it can't start, such as when the port is taken
	 */
	public MqttTestBroker start() {
		MqttTestBroker broker = new MqttTestBroker(this);
		broker.start();
		return broker;
	}

}
