package io.mqttdriver.sample.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Keeps a port from being given to anybody else while the broker is stopped: bound, but
 * not listening, so that connecting is refused.
 */
final class ReservedPort implements AutoCloseable {

	private final Socket socket = new Socket();

	ReservedPort(int port) throws IOException {
		this.socket.setReuseAddress(true);
		this.socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
