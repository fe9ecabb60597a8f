package io.mqttdriver.outbound;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One timer for the nearest of many instants. It may ring too early, never too late; its
 * action looks what is due and sets it again. Safe for use by many threads; the action
 * runs on the timer's thread with no lock held.
 */
final class Alarm {

	private static final Log logger = LogFactory.getLog(Alarm.class);

	private final ScheduledExecutorService timer;

	private final LongSupplier nanoTime;

	private final Runnable action;

	private @Nullable ScheduledFuture<?> task;

	private long setFor;

	Alarm(ScheduledExecutorService timer, LongSupplier nanoTime, Runnable action) {
		this.timer = timer;
		this.nanoTime = nanoTime;
		this.action = action;
	}

	synchronized void notLaterThan(long instant) {
		if (this.task != null && this.setFor - instant <= 0) {
			return;
		}
		cancel();
		this.setFor = instant;
		long delay = Math.max(0, instant - this.nanoTime.getAsLong());
		this.task = this.timer.schedule(this::ring, delay, TimeUnit.NANOSECONDS);
	}

	synchronized void cancel() {
		if (this.task != null) {
			this.task.cancel(false);
			this.task = null;
		}
	}

	private void ring() {
		synchronized (this) {
			this.task = null;
		}
		try {
			this.action.run();
		}
		catch (RuntimeException | Error ex) {
			// A scheduler keeps what a task throws to itself
			logger.error("A timer of the outbox failed", ex);
			throw ex;
		}
	}

}
