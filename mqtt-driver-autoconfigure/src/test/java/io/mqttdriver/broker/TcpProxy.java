package io.mqttdriver.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * The net between a driver and its broker: it can be cut with an RST, or fall silent
 * while everything looks open, also for clients that connect then. What a client sends
 * can be looked for; from there on nothing of it goes through. For any thread.
 */
final class TcpProxy implements AutoCloseable {

	private static final Predicate<byte[]> NOTHING = (bytes) -> false;

	private final ServerSocket server;

	private final int target;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final Phaser threads = new Phaser(1);

	private volatile boolean silent;

	private final AtomicReference<Predicate<byte[]>> swallowed = new AtomicReference<>(NOTHING);

	private TcpProxy(int target) throws IOException {
		this.target = target;
		this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		run("accept", this::acceptAll);
	}

	static TcpProxy to(int port) {
		try {
			return new TcpProxy(port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String uri() {
		return "tcp://127.0.0.1:" + this.server.getLocalPort();
	}

	/** From now on nothing goes through, and nothing is closed. */
	void fallSilent() {
		this.silent = true;
	}

	/**
	 * The first client to send something of this kind is not heard from there on: what it
	 * sends is taken and goes nowhere.
	 */
	void swallow(Predicate<byte[]> bytes) {
		this.swallowed.set(bytes);
	}

	boolean hasSwallowed() {
		return this.swallowed.get() == NOTHING;
	}

	/** New connections go through again; the present ones are cut with an RST. */
	void heal() {
		this.silent = false;
		this.swallowed.set(NOTHING);
		reset();
	}

	void reset() {
		for (Socket socket : this.sockets) {
			try {
				socket.setSoLinger(true, 0);
				socket.close();
			}
			catch (IOException ex) {
				// it is closed already
			}
		}
		this.sockets.clear();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		reset();
		this.threads.arriveAndAwaitAdvance();
	}

	private void acceptAll() throws IOException {
		while (true) {
			Socket client = this.server.accept();
			this.sockets.add(client);
			try {
				Socket broker = new Socket(InetAddress.getLoopbackAddress(), this.target);
				this.sockets.add(broker);
				client.setTcpNoDelay(true);
				broker.setTcpNoDelay(true);
				run("up", () -> copy(client, broker, true));
				run("down", () -> copy(broker, client, false));
			}
			catch (IOException ex) {
				client.close();
			}
		}
	}

	private void copy(Socket from, Socket to, boolean up) throws IOException {
		byte[] buffer = new byte[8_192];
		boolean through = !this.silent;
		try (from; to) {
			InputStream input = from.getInputStream();
			OutputStream output = to.getOutputStream();
			for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
				byte[] bytes = Arrays.copyOf(buffer, count);
				through = through && !this.silent && !(up && swallows(bytes));
				if (through) {
					output.write(bytes);
				}
			}
		}
	}

	private boolean swallows(byte[] bytes) {
		Predicate<byte[]> kind = this.swallowed.get();
		return kind.test(bytes) && this.swallowed.compareAndSet(kind, NOTHING);
	}

	private void run(String name, Io task) {
		this.threads.register();
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// closed by one of the two, or by us
			}
			finally {
				this.threads.arriveAndDeregister();
			}
		}, "tcp-proxy-" + name);
		thread.setDaemon(true);
		thread.start();
	}

	private interface Io {

		void run() throws IOException;

	}

}
