package io.mqttdriver.outbound;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * The rule of progress. The oldest publish in flight may stay unanswered for
 * {@code mqtt.driver.publish.timeout} after it became the oldest and after its last byte
 * was written; while its bytes are not all written, after the socket last took some. So a
 * slow link is not taken for a dead one, and one missing acknowledgement among many is
 * found. Looks twenty times in a timeout, on the timer's thread, while something is in
 * flight.
 */
final class Progress {

	private static final int LOOKS = 20;

	private final long timeout;

	private final LongSupplier nanoTime;

	private final EngineClient client;

	private final Supplier<@Nullable Slot> oldest;

	private final Consumer<Slot> stalled;

	private final Alarm alarm;

	private volatile boolean over;

	Progress(PublishSettings settings, LongSupplier nanoTime, ScheduledExecutorService timer, EngineClient client,
			Supplier<@Nullable Slot> oldest, Consumer<Slot> stalled) {
		this.timeout = settings.timeoutNanos();
		this.nanoTime = nanoTime;
		this.client = client;
		this.oldest = oldest;
		this.stalled = stalled;
		this.alarm = new Alarm(timer, nanoTime, this::look);
	}

	/** Something is in flight. */
	void sent(long now) {
		if (!this.over) {
			this.alarm.notLaterThan(now + this.timeout / LOOKS);
		}
	}

	/** The window is closed. */
	void end() {
		this.over = true;
		this.alarm.cancel();
	}

	private void look() {
		Slot slot = this.oldest.get();
		if (slot == null || this.over) {
			return;
		}
		long due = due(slot);
		long now = this.nanoTime.getAsLong();
		if (now - due >= 0) {
			this.over = true;
			this.stalled.accept(slot);
			return;
		}
		this.alarm.notLaterThan(now + Math.min(due - now, this.timeout / LOOKS));
	}

	/** When the wait for an answer is too long, if nothing moves until then. */
	private long due(Slot slot) {
		Traffic traffic = this.client.traffic();
		long written = traffic.written();
		long lastWrite = traffic.lastWriteNanos();
		if (!slot.isWritten() && written >= slot.position()) {
			slot.written(lastWrite);
		}
		long since = slot.oldestSince();
		if (slot.isWritten()) {
			since = later(since, slot.writtenAt());
		}
		else if (written > 0) {
			since = later(since, lastWrite);
		}
		return since + allowed(slot.delivery().rebuildsCaused());
	}

	private long allowed(int rebuildsCaused) {
		int doublings = Math.min(rebuildsCaused, 20);
		long longest = Long.MAX_VALUE / 4;
		return (this.timeout > (longest >> doublings)) ? longest : this.timeout << doublings;
	}

	private static long later(long one, long other) {
		return (one - other >= 0) ? one : other;
	}

}
