package io.mqttdriver.benchmark.fault.field;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

import io.mqttdriver.benchmark.fault.ledger.Resources;
import org.jspecify.annotations.Nullable;

/**
 * One connection through the proxy: two sockets and two threads that pump.
 */
final class ProxyLink {

	private static final int PEEK_MILLIS = 20;

	private final Socket caller;

	private final Socket broker;

	private final Consumer<ProxyLink> whenClosed;

	private volatile boolean cut;

	private volatile boolean swallows;

	private volatile boolean callerGone;

	private ProxyLink(Socket caller, Socket broker, Consumer<ProxyLink> whenClosed) {
		this.caller = caller;
		this.broker = broker;
		this.whenClosed = whenClosed;
	}

	/** None, if nobody listens there: the caller is reset. */
	static @Nullable ProxyLink open(Socket caller, int port, Consumer<ProxyLink> whenClosed) throws IOException {
		try {
			Socket broker = new Socket(InetAddress.getLoopbackAddress(), port);
			broker.setTcpNoDelay(true);
			return new ProxyLink(caller, broker, whenClosed);
		}
		catch (IOException ex) {
			abort(caller);
			return null;
		}
	}

	/** What a caller wrote that was left waiting; nothing, if it has hung up. */
	static byte[] waitingBytes(Socket caller) throws IOException {
		ByteArrayOutputStream waiting = new ByteArrayOutputStream();
		caller.setSoTimeout(PEEK_MILLIS);
		byte[] buffer = new byte[8192];
		try {
			int count = caller.getInputStream().read(buffer);
			while (count >= 0) {
				waiting.write(buffer, 0, count);
				count = caller.getInputStream().read(buffer);
			}
			return new byte[0];
		}
		catch (SocketTimeoutException ex) {
			caller.setSoTimeout(0);
			return waiting.toByteArray();
		}
		catch (IOException ex) {
			return new byte[0];
		}
	}

	void start(byte[] first) throws IOException {
		this.broker.getOutputStream().write(first);
		thread("proxy-up", () -> pump(this.caller, this.broker));
		thread("proxy-down", () -> pump(this.broker, this.caller));
	}

	private static void thread(String name, Runnable work) {
		Thread thread = new Thread(work, Resources.HARNESS + name);
		thread.setDaemon(true);
		thread.start();
	}

	private void pump(Socket from, Socket to) {
		byte[] buffer = new byte[8192];
		try {
			InputStream input = from.getInputStream();
			int count = input.read(buffer);
			while (count >= 0) {
				if (!this.swallows) {
					to.getOutputStream().write(buffer, 0, count);
				}
				count = input.read(buffer);
			}
		}
		catch (IOException ex) {
			// Closed, or reset.
		}
		ended(from);
	}

	/** An end of a swallowed connection is swallowed too. */
	private void ended(Socket from) {
		if (!this.swallows) {
			close();
		}
		else if (from == this.caller) {
			this.callerGone = true;
			closeIfNobodyIsLeft();
		}
	}

	/** From now on nothing gets through, for good. */
	void swallow() {
		this.cut = true;
		this.swallows = true;
	}

	/** The broker can learn again that the caller has gone. */
	void heal() {
		this.cut = false;
		closeIfNobodyIsLeft();
	}

	private void closeIfNobodyIsLeft() {
		if (this.callerGone && !this.cut) {
			close();
		}
	}

	void reset() {
		abort(this.caller);
		abort(this.broker);
		this.whenClosed.accept(this);
	}

	private void close() {
		close(this.caller);
		close(this.broker);
		this.whenClosed.accept(this);
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			// Closed before.
		}
	}

	/** Closes with an RST. */
	private static void abort(Socket socket) {
		try {
			socket.setSoLinger(true, 0);
		}
		catch (IOException ex) {
			// Closed before.
		}
		close(socket);
	}

}
