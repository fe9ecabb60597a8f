package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

/**
 * What Paho writes to, and whoever adds a packet of the driver's own. Rule 1: packets
 * that come while the socket is busy go out in one write. Paho's sender waits when the
 * buffer is full; a packet of our own never waits, it goes between two of Paho's. The
 * {@link SocketWriter} takes what is there, often before Paho has said that its packet is
 * complete. All state is guarded by this object, and nobody holds it while the socket is
 * written or progress is told.
 */
final class CoalescingOutput extends OutputStream {

	private static final int CAPACITY = 65_536;

	private byte[] filling = new byte[CAPACITY];

	private byte[] spare = new byte[CAPACITY];

	private int filled;

	private byte[] own = new byte[256];

	private int ownFilled;

	private final Queue<Mark> marks = new ArrayDeque<>();

	private final Runnable onProgress;

	private volatile long publishesWritten;

	private long written;

	private long position;

	private long publishBytes;

	private long packetStart;

	private boolean publish;

	private boolean between = true;

	private boolean ending;

	private boolean stopped;

	private boolean attempted;

	CoalescingOutput(Runnable onProgress) {
		this.onProgress = onProgress;
	}

	@Override
	public void write(int value) throws IOException {
		write(new byte[] { (byte) value }, 0, 1);
	}

	@Override
	public synchronized void write(byte[] bytes, int from, int length) throws IOException {
		this.attempted = true;
		notifyAll();
		if (this.between) {
			if (this.ending) {
				return;
			}
			this.between = false;
			this.packetStart = this.position;
			this.publish = ((bytes[from] >> 4) & 15) == Frame.PUBLISH;
		}
		int at = from;
		while (at < from + length) {
			awaitSpace();
			int count = Math.min(from + length - at, CAPACITY - this.filled);
			System.arraycopy(bytes, at, this.filling, this.filled, count);
			this.filled += count;
			this.position += count;
			at += count;
			notifyAll();
		}
	}

	/** Paho calls this at the end of each packet. */
	@Override
	public void flush() {
		if (complete()) {
			this.onProgress.run();
		}
	}

	private synchronized boolean complete() {
		if (this.between) {
			return false;
		}
		this.between = true;
		if (this.publish) {
			this.publishBytes += this.position - this.packetStart;
			this.marks.add(new Mark(this.position, this.publishBytes));
		}
		notifyAll();
		return advance();
	}

	/** The socket took so many bytes more of Paho's. */
	void wrote(int count) {
		boolean progress;
		synchronized (this) {
			this.written += count;
			progress = advance();
		}
		if (progress) {
			this.onProgress.run();
		}
	}

	private boolean advance() {
		boolean progress = false;
		for (Mark mark = this.marks.peek(); mark != null && mark.position <= this.written; mark = this.marks.peek()) {
			this.publishesWritten = mark.publishBytes;
			this.marks.remove();
			progress = true;
		}
		return progress;
	}

	/** Bytes of the publishes that the socket took whole. */
	long publishesWritten() {
		return this.publishesWritten;
	}

	private void awaitSpace() throws IOException {
		while (this.filled == CAPACITY && !this.stopped) {
			pause();
		}
		if (this.stopped) {
			throw new IOException("The connection is closed");
		}
	}

	/** Adds a whole packet. */
	synchronized void add(Frame frame) {
		byte[] bytes = frame.bytes();
		if (this.ending || this.stopped) {
			return;
		}
		if (this.ownFilled + bytes.length > this.own.length) {
			this.own = Arrays.copyOf(this.own, Math.max(2 * this.own.length, this.ownFilled + bytes.length));
		}
		System.arraycopy(bytes, 0, this.own, this.ownFilled, bytes.length);
		this.ownFilled += bytes.length;
		notifyAll();
	}

	/** Adds the last packet; what comes later is dropped. */
	synchronized void end(Frame last) {
		add(last);
		this.ending = true;
	}

	synchronized void stop() {
		this.stopped = true;
		notifyAll();
	}

	/** Whether Paho has begun to write. */
	synchronized boolean isAttempted() {
		return this.attempted;
	}

	/** Waits for Paho's first write. */
	synchronized void awaitAttempt(long millis) {
		if (!this.attempted) {
			pause(millis);
		}
	}

	/** What is to be written next; nothing once stopped, or when the end is written. */
	synchronized Batch take() {
		while (!this.stopped && this.filled == 0 && !(this.between && (this.ownFilled > 0 || this.ending))) {
			pause();
		}
		if (this.stopped) {
			return Batch.END;
		}
		byte[] taken = this.filling;
		int length = this.filled;
		this.filling = this.spare;
		this.spare = taken;
		this.filled = 0;
		byte[] added = new byte[0];
		if (this.between && this.ownFilled > 0) {
			added = Arrays.copyOf(this.own, this.ownFilled);
			this.ownFilled = 0;
		}
		notifyAll();
		return new Batch(taken, length, added, this.ending && this.between);
	}

	private void pause() {
		pause(0);
	}

	private void pause(long millis) {
		try {
			wait(millis);
		}
		catch (InterruptedException ex) {
			// nobody means to end this thread by an interrupt: stop() does
			this.notifyAll();
		}
	}

	private record Mark(long position, long publishBytes) {
	}

	/**
	 * What goes out together.
	 *
	 * @param bytes of Paho
	 * @param length how many of them
	 * @param own complete packets behind them
	 * @param last whether nothing follows
	 */
	record Batch(byte[] bytes, int length, byte[] own, boolean last) {

		static final Batch END = new Batch(new byte[0], 0, new byte[0], true);

	}

}
