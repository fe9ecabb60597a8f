package io.mqttdriver.engine.paho;

import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.mqttdriver.engine.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What went over one client's socket. Of what goes out, PUBLISH packets are counted, each
 * when it is written whole: they keep their order, while acknowledgements and
 * subscriptions overtake them, and would make the two counts incomparable. The times are
 * of any byte. One thread writes each field, any thread reads.
 */
final class SocketTraffic implements Traffic {

	private final LongSupplier nanoTime;

	private final AtomicLong submitted = new AtomicLong();

	private final AtomicLong socketBytes = new AtomicLong();

	private final AtomicLong read = new AtomicLong();

	private final LongSupplier written;

	private volatile long lastWrite;

	private volatile long lastRead;

	private volatile long lastPacket;

	private volatile @Nullable Socket socket;

	SocketTraffic(LongSupplier nanoTime, LongSupplier written) {
		this.written = written;
		this.nanoTime = nanoTime;
		this.lastWrite = nanoTime.getAsLong();
		this.lastRead = this.lastWrite;
		this.lastPacket = this.lastWrite;
	}

	void use(Socket socket) {
		this.socket = socket;
	}

	void submit(long bytes) {
		this.submitted.addAndGet(bytes);
	}

	void tookBytes(int count) {
		this.socketBytes.addAndGet(count);
		this.lastWrite = this.nanoTime.getAsLong();
	}

	void gotBytes(int count) {
		this.read.addAndGet(count);
		this.lastRead = this.nanoTime.getAsLong();
	}

	void gotPacket() {
		this.lastPacket = this.nanoTime.getAsLong();
	}

	/** When a packet was last read to its end. */
	long lastPacketNanos() {
		return this.lastPacket;
	}

	long now() {
		return this.nanoTime.getAsLong();
	}

	/** All bytes that the socket took. */
	long socketBytes() {
		return this.socketBytes.get();
	}

	@Override
	public long submitted() {
		return this.submitted.get();
	}

	@Override
	public long written() {
		return this.written.getAsLong();
	}

	@Override
	public long read() {
		return this.read.get();
	}

	@Override
	public long lastWriteNanos() {
		return this.lastWrite;
	}

	@Override
	public long lastReadNanos() {
		return this.lastRead;
	}

	@Override
	public String socket() {
		Socket used = this.socket;
		if (used == null) {
			return "no socket yet";
		}
		return used.getLocalSocketAddress() + " to " + used.getRemoteSocketAddress()
				+ (used.isClosed() ? ", closed" : ", open");
	}

}
