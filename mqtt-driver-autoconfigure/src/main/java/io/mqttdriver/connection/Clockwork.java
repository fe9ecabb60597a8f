package io.mqttdriver.connection;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The threads and clocks of the connection, all replaceable by simulated ones.
 *
 * @param owner one thread: it alone decides about the connection
 * @param blocking where foreign code may block
 * @param nanoTime the monotonic clock
 * @param wallClock for people and client ids
 * @param random for jitter and spread
 */
public record Clockwork(ScheduledExecutorService owner, Executor blocking, LongSupplier nanoTime,
		InstantSource wallClock, RandomGenerator random) {

	long now() {
		return this.nanoTime.getAsLong();
	}

	/** Moves it to the owner thread, and says whether there still is one. */
	boolean onOwner(Runnable task) {
		try {
			this.owner.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			return false;
		}
	}

	ScheduledFuture<?> after(Duration delay, Runnable task) {
		return this.owner.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
	}

}
