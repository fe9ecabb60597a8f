package io.mqttdriver.engine.paho;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Objects;

import javax.net.ssl.SSLSocket;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.Tls;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.jspecify.annotations.Nullable;

/**
 * Paho's way to the network, for tcp and ssl (rule 1). Started once, by Paho's connecting
 * thread; stopped by any thread, which closes the raw socket and nothing else (rule 2).
 * The time for all of it is measured by the {@link PahoClient} (rule 4).
 */
final class SocketModule implements NetworkModule {

	private static final int BUFFER = 16_384;

	private final ClientSpec spec;

	private final Target target;

	private final PahoClient client;

	private final InboundFilter filter;

	private final SocketTraffic traffic;

	private final CoalescingOutput output;

	private final Dialer dialer;

	private volatile Phase phase = Phase.NAME;

	private volatile @Nullable TlsIdentity identity;

	private @Nullable InputStream input;

	SocketModule(ClientSpec spec, Target target, PahoClient client, InboundFilter filter, SocketTraffic traffic,
			CoalescingOutput output, EngineResources resources) {
		this.spec = spec;
		this.target = target;
		this.client = client;
		this.filter = filter;
		this.traffic = traffic;
		this.output = output;
		this.dialer = new Dialer(target, resources, spec.connectTimeout().toMillis());
	}

	@Override
	public void start() throws IOException {
		Socket raw = null;
		try {
			List<InetAddress> addresses = this.dialer.resolve();
			this.phase = Phase.SOCKET;
			raw = this.dialer.dial(addresses);
			this.traffic.use(raw);
			Socket socket = secure(raw);
			this.phase = Phase.CONNACK;
			use(socket);
		}
		catch (IOException | RuntimeException ex) {
			this.client.notConnected(this.phase, ex, raw);
			throw ex;
		}
	}

	private Socket secure(Socket raw) throws IOException {
		if (!this.target.secure()) {
			return raw;
		}
		this.phase = Phase.TLS;
		Tls tls = this.spec.tls();
		if (tls == null) {
			throw new IOException("No TLS settings are given; see mqtt.driver.ssl.bundle");
		}
		SSLSocket socket = TlsLayer.handshake(raw, this.target, tls);
		this.identity = TlsIdentity.of(socket.getSession());
		return socket;
	}

	private void use(Socket socket) throws IOException {
		InputStream counted = new CountedInput(socket.getInputStream(), this.traffic);
		FrameReader reader = new FrameReader(new BufferedInputStream(counted, BUFFER), this.spec.maximumPacketSize(),
				this.traffic::gotPacket);
		this.input = new PacketInput(reader, this.filter, this.output, Thread.currentThread(), this.client::readFailed);
		this.client.startWriter(
				new SocketWriter(this.output, socket.getOutputStream(), this.traffic, this.client::writeFailed));
	}

	@Override
	public InputStream getInputStream() {
		return Objects.requireNonNull(this.input);
	}

	@Override
	public OutputStream getOutputStream() {
		return this.output;
	}

	@Override
	public void stop() throws IOException {
		this.output.stop();
		this.dialer.stop();
	}

	@Override
	public String getServerURI() {
		return this.target.toString();
	}

	Phase phase() {
		return this.phase;
	}

	/** Who spoke with whom, after a TLS handshake. */
	@Nullable TlsIdentity identity() {
		return this.identity;
	}

	boolean isStopped() {
		return this.dialer.isStopped();
	}

}
