package io.mqttdriver.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.simulation.VirtualTime;

/**
 * The way between one client and its server: transit times, stalls, the counters of a
 * socket. Not thread-safe.
 */
final class ScriptedLink implements Traffic {

	private enum Peer {

		READING, SILENT, STALLED

	}

	private final VirtualTime time;

	private final Duration transit;

	private final Queue<Runnable> unsent = new ArrayDeque<>();

	private final Queue<Runnable> unread = new ArrayDeque<>();

	private Peer peer = Peer.READING;

	private boolean severed;

	private long submitted;

	private long written;

	private long read;

	private long lastWrite;

	private long lastRead;

	ScriptedLink(VirtualTime time, Duration transit) {
		this.time = time;
		this.transit = transit;
		this.lastWrite = time.nanoTime();
		this.lastRead = time.nanoTime();
	}

	/** From the client: written now, or when the peer reads again. */
	void send(long bytes, Runnable onWritten, Runnable onArrival) {
		this.submitted += bytes;
		Runnable write = () -> {
			this.written += bytes;
			this.lastWrite = this.time.nanoTime();
			onWritten.run();
			arrive(onArrival);
		};
		if (this.peer == Peer.STALLED) {
			this.unsent.add(write);
		}
		else {
			write.run();
		}
	}

	/** From the server. */
	void answer(Duration delay, Runnable onArrival) {
		after(delay, () -> {
			if (this.peer != Peer.READING) {
				this.unread.add(() -> answer(Duration.ZERO, onArrival));
			}
			else {
				after(this.transit, () -> {
					this.read += 4;
					this.lastRead = this.time.nanoTime();
					onArrival.run();
				});
			}
		});
	}

	void stall(boolean takesBytes) {
		if (this.peer == Peer.READING) {
			this.peer = takesBytes ? Peer.SILENT : Peer.STALLED;
		}
	}

	boolean isReading() {
		return this.peer == Peer.READING;
	}

	boolean isSevered() {
		return this.severed;
	}

	void resume() {
		this.peer = Peer.READING;
		drain(this.unread);
		drain(this.unsent);
	}

	/** The connection is broken: what is on its way is lost. */
	void sever() {
		this.severed = true;
		this.unsent.clear();
		this.unread.clear();
	}

	private void arrive(Runnable onArrival) {
		after(this.transit, () -> {
			if (this.peer == Peer.READING) {
				onArrival.run();
			}
			else {
				this.unread.add(onArrival);
			}
		});
	}

	private void after(Duration delay, Runnable action) {
		this.time.schedule(() -> {
			if (!this.severed) {
				action.run();
			}
		}, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	private static void drain(Queue<Runnable> waiting) {
		for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
			next.run();
		}
	}

	@Override
	public long submitted() {
		return this.submitted;
	}

	@Override
	public long written() {
		return this.written;
	}

	@Override
	public long read() {
		return this.read;
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
		return this.severed ? "scripted, closed" : "scripted, open, peer " + this.peer;
	}

}
