package io.mqttdriver.test;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link FakeMqttBroker} that is yet to start. Not safe for threads.
 */
public final class FakeMqttBrokerBuilder {

	int port;

	int maximumFrame = 16 * 1024 * 1024;

	int receiveBuffer;

	int bytesPerSecond;

	@Nullable SSLContext tls;

	boolean needClientAuth;

	FakeMqttBrokerBuilder() {
	}

	/**
	 * Sets the port on 127.0.0.1.
	 * @param port the port; 0, as at first, takes a free one
	 * @return this builder
	 */
	public FakeMqttBrokerBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Sets the largest packet that is read; a larger one counts as malformed.
	 * @param bytes the size, 16 MB at first
	 * @return this builder
	 */
	public FakeMqttBrokerBuilder maximumFrame(int bytes) {
		this.maximumFrame = bytes;
		return this;
	}

	/**
	 * Sets the socket's receive buffer: a small one makes the writers to a stalled broker
	 * block sooner.
	 * @param bytes the size; 0, as at first, leaves it to the system
	 * @return this builder
	 */
	public FakeMqttBrokerBuilder receiveBuffer(int bytes) {
		this.receiveBuffer = bytes;
		return this;
	}

	/**
	 * Reads no more than that from each connection, as over a slow link. The system's
	 * buffers still take what they hold: make them small with {@link #receiveBuffer}.
	 * @param bytes the bytes a second; 0, as at first, for no limit
	 * @return this builder
	 */
	public FakeMqttBrokerBuilder bytesPerSecond(int bytes) {
		this.bytesPerSecond = bytes;
		return this;
	}

	/**
	 * Speaks TLS.
	 * @param context with the broker's key, and the authorities for clients
	 * @return this builder
	 */
	public FakeMqttBrokerBuilder tls(SSLContext context) {
		this.tls = context;
		return this;
	}

	/**
	 * Refuses TLS clients without a certificate.
	 * @param needClientAuth whether to, at first not
	 * @return this builder
	 */
	public FakeMqttBrokerBuilder needClientAuth(boolean needClientAuth) {
		this.needClientAuth = needClientAuth;
		return this;
	}

	/**
	 * Starts the broker.
	 * @return the broker, listening
	 */
	public FakeMqttBroker start() {
		FakeMqttBroker broker = new FakeMqttBroker(this);
		broker.listen();
		return broker;
	}

}
