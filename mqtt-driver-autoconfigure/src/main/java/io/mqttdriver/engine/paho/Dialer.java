package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Makes a TCP connection to the first of a host's addresses that takes one. Rules 1, 2
 * and 4: TCP_NODELAY; {@link #stop()} closes the raw socket from any thread, whatever it
 * is busy with, and nothing but that.
 */
final class Dialer {

	/**
	 * The system's share of what is unsent. It would grow it to megabytes, and what lies
	 * there counts as written: a slow link would look as one that took it all and never
	 * answered.
	 */
	private static final int SEND_BUFFER = 128 * 1024;

	private final Target target;

	private final EngineResources resources;

	private final HostLookup lookup = new HostLookup();

	private final long end;

	private @Nullable Socket socket;

	private boolean stopped;

	Dialer(Target target, EngineResources resources, long timeoutMillis) {
		this.target = target;
		this.resources = resources;
		this.end = System.nanoTime() + timeoutMillis * 1_000_000;
	}

	List<InetAddress> resolve() throws IOException {
		this.lookup.start(this.resources.workers(), this.resources.resolver(), this.target.host());
		List<InetAddress> addresses = this.lookup.await();
		if (addresses.isEmpty()) {
			throw new UnknownHostException(this.target.host());
		}
		return addresses;
	}

	Socket dial(List<InetAddress> addresses) throws IOException {
		for (int i = 0; i < addresses.size() - 1; i++) {
			try {
				return dial(addresses.get(i), addresses.size() - i);
			}
			catch (IOException ex) {
				if (isStopped()) {
					throw ex;
				}
			}
		}
		return dial(addresses.get(addresses.size() - 1), 1);
	}

	private Socket dial(InetAddress address, int share) throws IOException {
		Socket socket = use(new Socket());
		try {
			socket.setTcpNoDelay(true);
			socket.setSendBufferSize(SEND_BUFFER);
			socket.connect(new InetSocketAddress(address, this.target.port()), (share > 1) ? timeout(share) : 0);
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/** The last address has all that is left: {@link #stop()} ends it at the deadline. */
	private int timeout(int share) {
		long rest = Math.max(1, (this.end - System.nanoTime()) / 1_000_000 / share);
		return (int) Math.min(rest, Integer.MAX_VALUE);
	}

	private synchronized Socket use(Socket socket) throws IOException {
		if (this.stopped) {
			socket.close();
			throw new SocketException("Closed while connecting");
		}
		this.socket = socket;
		return socket;
	}

	synchronized boolean isStopped() {
		return this.stopped;
	}

	void stop() throws IOException {
		Socket socket;
		synchronized (this) {
			this.stopped = true;
			socket = this.socket;
		}
		this.lookup.abandon();
		if (socket != null) {
			socket.close();
		}
	}

}
