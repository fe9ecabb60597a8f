package io.mqttdriver.engine.paho;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Cuts the incoming bytes into control packets. Rule 14: a length is checked before
 * memory is taken for it, and memory grows only with what really came. Rule 1: a header
 * may come in as many pieces as it likes. Used by the reading thread alone.
 */
final class FrameReader {

	private static final int STEP = 65_536;

	private final InputStream in;

	private final int maximumPacketSize;

	private final Runnable onPacket;

	private boolean first = true;

	FrameReader(InputStream in, int maximumPacketSize, Runnable onPacket) {
		this.in = in;
		this.maximumPacketSize = maximumPacketSize;
		this.onPacket = onPacket;
	}

	/** The next packet; none where the stream ended between two. */
	@Nullable Frame read() throws IOException {
		int head = this.in.read();
		if (head < 0) {
			return null;
		}
		if (this.first && head != Frame.CONNACK << 4 && head != Frame.AUTH << 4) {
			throw new ProtocolException(Greeting.describe(head, this.in));
		}
		this.first = false;
		Frame frame = new Frame(head, body(length()));
		this.onPacket.run();
		return frame;
	}

	private int length() throws IOException {
		int length = 0;
		int bytes = 0;
		int digit;
		do {
			if (bytes == 4) {
				throw new ProtocolException("The server sent a packet whose length has more than four bytes");
			}
			digit = next();
			length |= (digit & 127) << (7 * bytes++);
		}
		while (digit > 127);
		if (1L + bytes + length > this.maximumPacketSize) {
			throw new ProtocolException("The server sent a packet of " + (1L + bytes + length) + " bytes, but "
					+ this.maximumPacketSize + " were agreed; see mqtt.driver.maximum-packet-size");
		}
		return length;
	}

	private byte[] body(int length) throws IOException {
		byte[] body = new byte[Math.min(length, STEP)];
		int filled = 0;
		while (filled < length) {
			if (filled == body.length) {
				body = Arrays.copyOf(body, (int) Math.min(length, body.length * 2L));
			}
			int count = this.in.read(body, filled, body.length - filled);
			if (count < 0) {
				throw new EOFException("The connection ended in the middle of a packet");
			}
			filled += count;
		}
		return body;
	}

	private int next() throws IOException {
		int next = this.in.read();
		if (next < 0) {
			throw new EOFException("The connection ended in the middle of a packet");
		}
		return next;
	}

}
