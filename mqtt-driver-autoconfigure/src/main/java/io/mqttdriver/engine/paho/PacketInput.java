package io.mqttdriver.engine.paho;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What Paho reads from: whole packets that passed the filter. Rule 3: nothing is read,
 * and no end is told, before Paho has written, for only then all its threads run and can
 * be stopped. Rule 14: any failure here is told to the client before Paho hears of it.
 * Rule 19: while the reading thread waits, it wakes the connecting one from its sleeps.
 * Used by the reading thread alone.
 */
final class PacketInput extends InputStream {

	private final FrameReader reader;

	private final InboundFilter filter;

	private final CoalescingOutput output;

	private final Thread connecting;

	private final Consumer<IOException> onFailure;

	private byte[] packet = new byte[0];

	private int at;

	PacketInput(FrameReader reader, InboundFilter filter, CoalescingOutput output, Thread connecting,
			Consumer<IOException> onFailure) {
		this.reader = reader;
		this.filter = filter;
		this.output = output;
		this.connecting = connecting;
		this.onFailure = onFailure;
	}

	@Override
	public int available() {
		return this.packet.length - this.at;
	}

	@Override
	public int read() throws IOException {
		fill();
		return this.packet[this.at++] & 255;
	}

	@Override
	public int read(byte[] bytes, int from, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		fill();
		int count = Math.min(length, available());
		System.arraycopy(this.packet, this.at, bytes, from, count);
		this.at += count;
		return count;
	}

	private void fill() throws IOException {
		if (available() > 0) {
			return;
		}
		awaitFirstOutput();
		try {
			this.packet = next().bytes();
			this.at = 0;
		}
		catch (IOException ex) {
			this.onFailure.accept(ex);
			throw ex;
		}
		catch (RuntimeException ex) {
			IOException failure = new IOException("What the server sent could not be read", ex);
			this.onFailure.accept(failure);
			throw failure;
		}
	}

	private Frame next() throws IOException {
		@Nullable Frame passed = null;
		while (passed == null) {
			Frame frame = this.reader.read();
			if (frame == null) {
				throw new EOFException("The server closed the connection");
			}
			passed = this.filter.filter(frame);
		}
		return passed;
	}

	private void awaitFirstOutput() {
		while (!this.output.isAttempted() && this.connecting.isAlive()) {
			if (this.connecting.getState() == Thread.State.TIMED_WAITING) {
				this.connecting.interrupt();
			}
			this.output.awaitAttempt(1);
		}
	}

}
