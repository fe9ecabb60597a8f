package io.mqttdriver.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Keeps a port of 127.0.0.1 from being given to anybody else while a broker is stopped:
 * bound, but not listening, so that connecting is refused. Used under the broker's lock.
 */
final class PortReservation implements AutoCloseable {

	private final Socket socket = new Socket();

	/**
	 * Reserves a port.
	 * @param port the port
	 * @throws IOException when somebody listens there
	 */
	PortReservation(int port) throws IOException {
		try {
			this.socket.setReuseAddress(true);
			this.socket.bind(new InetSocketAddress("127.0.0.1", port));
		}
		catch (IOException ex) {
			this.socket.close();
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
