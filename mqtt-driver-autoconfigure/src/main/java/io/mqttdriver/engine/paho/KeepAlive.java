package io.mqttdriver.engine.paho;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Sends PINGREQ when the line was quiet, and notices when nothing comes back. Rule 17:
 * looks four times in a keep-alive, on the shared scheduler, at the keep-alive that the
 * server wants. A silent peer is found within one and a half keep-alives; one that is
 * still being sent a lot is given twice the time to answer. A whole packet is an answer,
 * and so is much of one: a slow link is not a dead peer, but a byte now and then is.
 */
final class KeepAlive implements Runnable {

	private static final long MUCH = 65_536;

	/** Bytes a second of an unfinished packet that are an answer. */
	private static final long SLOWEST = 64;

	private final SocketTraffic traffic;

	private final Runnable ping;

	private final Runnable onSilence;

	private @Nullable Future<?> task;

	private boolean stopped;

	private long nanos;

	private boolean waiting;

	private long pingedAt;

	private long bytesAtPing;

	private long answeredAt;

	private long readAtAnswer;

	private long bytesAtAnswer;

	KeepAlive(SocketTraffic traffic, Runnable ping, Runnable onSilence) {
		this.traffic = traffic;
		this.ping = ping;
		this.onSilence = onSilence;
		this.answeredAt = traffic.lastPacketNanos();
	}

	synchronized void start(Duration keepAlive, ScheduledExecutorService scheduler) {
		this.nanos = keepAlive.toNanos();
		if (this.nanos > 0 && !this.stopped) {
			long period = this.nanos / 4;
			this.task = scheduler.scheduleWithFixedDelay(this, period, period, TimeUnit.NANOSECONDS);
		}
	}

	synchronized void stop() {
		this.stopped = true;
		if (this.task != null) {
			this.task.cancel(false);
		}
	}

	@Override
	public void run() {
		if (check()) {
			this.onSilence.run();
		}
	}

	private synchronized boolean check() {
		long now = this.traffic.now();
		noteAnswer();
		if (this.waiting && this.answeredAt - this.pingedAt >= 0) {
			this.waiting = false;
		}
		if (this.waiting) {
			return silent(now);
		}
		long idle = this.nanos / 16 * 11;
		if (now - this.answeredAt >= idle || now - this.traffic.lastWriteNanos() >= idle) {
			this.waiting = true;
			this.pingedAt = now;
			this.bytesAtPing = this.traffic.socketBytes();
			this.ping.run();
		}
		return false;
	}

	private void noteAnswer() {
		long packet = this.traffic.lastPacketNanos();
		long read = this.traffic.read();
		if (packet - this.answeredAt > 0) {
			answeredAt(packet, read);
		}
		else if (read - this.readAtAnswer >= SLOWEST * TimeUnit.NANOSECONDS.toSeconds(this.nanos)) {
			answeredAt(this.traffic.lastReadNanos(), read);
		}
	}

	private void answeredAt(long nanos, long read) {
		this.answeredAt = nanos;
		this.readAtAnswer = read;
		this.bytesAtAnswer = this.traffic.socketBytes();
	}

	private boolean silent(long now) {
		long bytes = this.traffic.socketBytes();
		if (bytes == this.bytesAtPing) {
			return now - this.traffic.lastWriteNanos() >= this.nanos / 16 * 19;
		}
		boolean quiet = bytes - this.bytesAtAnswer < MUCH;
		return now - this.pingedAt >= this.nanos / 16 * (quiet ? 7 : 15);
	}

}
