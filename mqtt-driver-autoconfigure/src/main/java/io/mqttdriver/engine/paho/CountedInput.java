package io.mqttdriver.engine.paho;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Counts what the socket gives. Used by the reading thread alone.
 */
final class CountedInput extends FilterInputStream {

	private final SocketTraffic traffic;

	CountedInput(InputStream in, SocketTraffic traffic) {
		super(in);
		this.traffic = traffic;
	}

	@Override
	public int read() throws IOException {
		int value = super.read();
		if (value >= 0) {
			this.traffic.gotBytes(1);
		}
		return value;
	}

	@Override
	public int read(byte[] bytes, int from, int length) throws IOException {
		int count = super.read(bytes, from, length);
		if (count > 0) {
			this.traffic.gotBytes(count);
		}
		return count;
	}

}
