package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Puts off without a sleeping thread. What the timer no longer takes because the process
 * ends is left undone. Safe for use by many threads.
 */
final class Later {

	private static final Log logger = LogFactory.getLog(Later.class);

	private static final Duration EXECUTOR_PAUSE = Duration.ofSeconds(1);

	private final ScheduledExecutorService timer;

	private final Executor handlers;

	Later(ScheduledExecutorService timer, Executor handlers) {
		this.timer = timer;
		this.handlers = handlers;
	}

	/** Runs something short on the timer's thread. */
	void onTimer(Duration delay, Runnable task) {
		try {
			this.timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The timer is shut down: what was to be tried again is left", ex);
		}
	}

	/** Runs something on a handler thread. */
	void onHandlers(Duration delay, Runnable task) {
		onTimer(delay, () -> {
			if (!now(task)) {
				onHandlers(EXECUTOR_PAUSE, task);
			}
		});
	}

	/**
	 * Runs something on a handler thread now.
	 * @return whether a thread was to be had
	 */
	boolean now(Runnable task) {
		try {
			this.handlers.execute(task);
			return true;
		}
		catch (RuntimeException | Error ex) {
			logger.warn("No thread for a message handler: tried again in " + EXECUTOR_PAUSE.toSeconds() + " s", ex);
			return false;
		}
	}

	/** Calls again when a thread may be had. */
	void whenThreadsMayBeBack(Runnable task) {
		onTimer(EXECUTOR_PAUSE, task);
	}

}
