package io.mqttdriver.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttMessageType;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A real MQTT 5 broker (Apache ActiveMQ Artemis) inside the test's process, on a port of
 * 127.0.0.1 that stays the same for the broker's whole life. In Spring tests
 * {@link EmbeddedMqttBroker} brings one; elsewhere {@link #create()} does. Its log
 * ({@code org.apache.activemq}) is kept at errors unless a level is set. All methods may
 * be called from any thread; starting and stopping exclude each other.
 */
public final class MqttTestBroker implements AutoCloseable {

	private static final int ADMINISTRATIVE_ACTION = 0x98;

	private static final long ACTIVATION_SECONDS = 30;

	private final MqttTestBrokerBuilder settings;

	private final Path folder;

	private volatile int port;

	private @Nullable EmbeddedActiveMQ artemis;

	private @Nullable PortReservation reservation;

	private boolean closed;

	MqttTestBroker(MqttTestBrokerBuilder settings) {
		this.settings = settings;
		this.port = settings.port;
		try {
			this.folder = Files.createTempDirectory("mqtt-test-broker");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't create a temporary folder for the test broker", ex);
		}
	}

	/**
	 * Creates and starts a broker on a free port: no users, no TLS, nothing kept.
	 * @return the broker, listening
	 */
	public static MqttTestBroker create() {
		return builder().start();
	}

	/**
	 * Begins a broker with settings of one's own.
	 * @return a builder
	 */
	public static MqttTestBrokerBuilder builder() {
		return new MqttTestBrokerBuilder();
	}

	/**
	 * The port on 127.0.0.1.
	 * @return the port, also while stopped
	 */
	public int port() {
		return this.port;
	}

	/**
	 * The address for clients, as {@code mqtt.driver.uris} takes it.
	 * @return {@code tcp://127.0.0.1:port}, with TLS {@code ssl://127.0.0.1:port}
	 */
	public String uri() {
		return ((this.settings.keyStore != null) ? "ssl" : "tcp") + "://127.0.0.1:" + this.port;
	}

	/**
	 * Whether the broker is listening.
	 * @return {@code false} between {@link #stop()} and {@link #start()}
	 */
	public synchronized boolean isRunning() {
		return this.artemis != null;
	}

	/**
	 * Starts the broker again on its port after {@link #stop()}; returns when it listens.
	 * Does nothing when running.
	 * @throws IllegalStateException if it can't start, or was closed
	 */
	public synchronized void start() {
		if (this.closed) {
			throw new IllegalStateException("The test broker on port " + this.port + " was closed: create a new one");
		}
		if (this.artemis != null) {
			return;
		}
		ArtemisLogging.quieten();
		EmbeddedActiveMQ candidate = new EmbeddedActiveMQ();
		try {
			freePort();
			launch(candidate);
		}
		catch (Exception ex) {
			throw failed(candidate, ex);
		}
	}

	private void launch(EmbeddedActiveMQ candidate) throws Exception {
		candidate.setConfiguration(ArtemisSettings.configuration(this.settings, this.port, this.folder));
		if (!this.settings.users.isEmpty()) {
			candidate.setSecurityManager(new ArtemisUsers(this.settings.users));
		}
		candidate.start();
		ActiveMQServer server = candidate.getActiveMQServer();
		if (!server.waitForActivation(ACTIVATION_SECONDS, TimeUnit.SECONDS)) {
			throw new IOException("not active after " + ACTIVATION_SECONDS + " seconds");
		}
		NettyAcceptor acceptor = (NettyAcceptor) server.getRemotingService().getAcceptor(ArtemisSettings.ACCEPTOR);
		this.port = acceptor.getActualPort();
		this.artemis = candidate;
	}

	private IllegalStateException failed(EmbeddedActiveMQ candidate, Exception cause) {
		IllegalStateException failure = new IllegalStateException("The test broker can't start on "
				+ ((this.port == 0) ? "a free port" : "port " + this.port) + " of 127.0.0.1: " + cause.getMessage(),
				cause);
		try {
			candidate.stop();
		}
		catch (Exception ex) {
			failure.addSuppressed(ex);
		}
		return failure;
	}

	/**
	 * Stops the broker: clients lose their connections, connecting is refused, and the
	 * port stays reserved. What is kept is said at
	 * {@link MqttTestBrokerBuilder#persistent}. Does nothing when stopped.
	 */
	public synchronized void stop() {
		EmbeddedActiveMQ running = this.artemis;
		if (running == null) {
			return;
		}
		this.artemis = null;
		try {
			running.stop();
			this.reservation = new PortReservation(this.port);
		}
		catch (Exception ex) {
			throw new IllegalStateException("The test broker on port " + this.port + " can't stop", ex);
		}
	}

	/**
	 * Stops and starts the broker.
	 */
	public synchronized void restart() {
		stop();
		start();
	}

	/**
	 * Drops a client with DISCONNECT, reason code 0x98 (administrative action, section
	 * 3.14.2.1), and closes its connection. It may come back at once.
	 * @param clientId the client identifier
	 * @return whether such a client was connected
	 */
	public synchronized boolean kick(String clientId) {
		if (this.artemis == null) {
			return false;
		}
		boolean found = false;
		for (RemotingConnection connection : this.artemis.getActiveMQServer().getRemotingService().getConnections()) {
			if (clientId.equals(connection.getClientID())
					&& connection.getTransportConnection() instanceof NettyConnection netty) {
				found = true;
				netty.getNettyChannel()
					.writeAndFlush(
							PacketWriter.reason(MqttMessageType.DISCONNECT, ADMINISTRATIVE_ACTION, new PropertyBag()))
					.addListener(ChannelFutureListener.CLOSE);
			}
		}
		return found;
	}

	/**
	 * Stops the broker for good, gives its port back and deletes its files.
	 */
	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		stop();
		try {
			releasePort();
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't free the port and the folder " + this.folder + " of the test broker",
					ex);
		}
	}

	/** A port in use is found here, because Artemis only logs it. */
	private void freePort() throws IOException {
		if (this.reservation == null && this.port != 0) {
			this.reservation = new PortReservation(this.port);
		}
		releasePort();
	}

	private void releasePort() throws IOException {
		if (this.reservation != null) {
			this.reservation.close();
			this.reservation = null;
		}
	}

}
