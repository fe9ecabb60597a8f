package io.mqttdriver.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Time that passes only when a test says so: a scheduler, an executor and two clocks in
 * one. Tasks run on the thread that calls {@link #advance} or {@link #settle}, in the
 * order of their due times, equal ones in the order of their submission. Not thread-safe.
 */
public final class VirtualTime extends AbstractExecutorService implements ScheduledExecutorService {

	private final PriorityQueue<Task<?>> tasks = new PriorityQueue<>();

	private final Instant epoch = Instant.parse("2026-01-01T00:00:00Z");

	private Duration wallOffset = Duration.ZERO;

	private long now = 1_000_000_000L;

	private long submitted;

	private boolean shutdown;

	/** The monotonic clock, in nanoseconds. */
	public long nanoTime() {
		return this.now;
	}

	/** The wall clock, which {@link #setWallClock} moves by itself. */
	public InstantSource wallClock() {
		return () -> this.epoch.plusNanos(this.now).plus(this.wallOffset);
	}

	/** Sets the wall clock forward or back; the monotonic one stays. */
	public void setWallClock(Duration offset) {
		this.wallOffset = offset;
	}

	/** Runs everything that is due now, and what that makes due now. */
	public void settle() {
		runUntil(this.now);
	}

	/** Lets time pass, running what becomes due at its time. */
	public void advance(Duration duration) {
		long end = this.now + duration.toNanos();
		runUntil(end);
		this.now = end;
	}

	/** Moves to the next task, or not at all if there is none. */
	public boolean advanceToNext() {
		Task<?> next = this.tasks.peek();
		if (next == null) {
			return false;
		}
		runUntil(Math.max(this.now, next.due));
		return true;
	}

	/** Runs the next task that is due until then, and says whether there was one. */
	public boolean runNext(long end) {
		Task<?> next = this.tasks.peek();
		if (next == null || next.due > end) {
			return false;
		}
		this.tasks.poll();
		this.now = Math.max(this.now, next.due);
		next.runOnce();
		return true;
	}

	/** How many tasks wait, due or not. */
	public int waiting() {
		return this.tasks.size();
	}

	private void runUntil(long end) {
		while (runNext(end)) {
			// It has done it
		}
	}

	private <T> Task<T> add(Callable<T> action, long due, long period) {
		if (this.shutdown) {
			throw new java.util.concurrent.RejectedExecutionException("virtual time is shut down");
		}
		Task<T> task = new Task<>(action, due, period);
		this.tasks.add(task);
		return task;
	}

	@Override
	public void execute(Runnable command) {
		add(() -> run(command), this.now, 0);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
		return add(() -> run(command), this.now + Math.max(0, unit.toNanos(delay)), 0);
	}

	@Override
	public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
		return add(callable, this.now + Math.max(0, unit.toNanos(delay)), 0);
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
		return add(() -> run(command), this.now + unit.toNanos(initialDelay), unit.toNanos(period));
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
		return scheduleAtFixedRate(command, initialDelay, delay, unit);
	}

	private static Void run(Runnable command) {
		command.run();
		return null;
	}

	@Override
	public void shutdown() {
		this.shutdown = true;
	}

	@Override
	public List<Runnable> shutdownNow() {
		this.shutdown = true;
		List<Runnable> left = new ArrayList<>(this.tasks);
		this.tasks.clear();
		return left;
	}

	@Override
	public boolean isShutdown() {
		return this.shutdown;
	}

	@Override
	public boolean isTerminated() {
		return this.shutdown && this.tasks.isEmpty();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		advance(Duration.ofNanos(unit.toNanos(timeout)));
		return isTerminated();
	}

	private final class Task<T> extends FutureTask<T> implements RunnableScheduledFuture<T> {

		private final long order = VirtualTime.this.submitted++;

		private final long period;

		private long due;

		Task(Callable<T> action, long due, long period) {
			super(action);
			this.due = due;
			this.period = period;
		}

		void runOnce() {
			if (!isPeriodic()) {
				run();
			}
			else if (runAndReset() && !VirtualTime.this.shutdown) {
				this.due += this.period;
				VirtualTime.this.tasks.add(this);
			}
		}

		@Override
		protected void setException(Throwable failure) {
			super.setException(failure);
			throw new AssertionError("A task on virtual time failed", failure);
		}

		@Override
		public boolean cancel(boolean mayInterrupt) {
			VirtualTime.this.tasks.remove(this);
			return super.cancel(mayInterrupt);
		}

		@Override
		public boolean isPeriodic() {
			return this.period > 0;
		}

		@Override
		public long getDelay(TimeUnit unit) {
			return unit.convert(this.due - VirtualTime.this.now, TimeUnit.NANOSECONDS);
		}

		@Override
		public int compareTo(Delayed other) {
			Task<?> that = (Task<?>) other;
			int byTime = Long.compare(this.due, that.due);
			return (byTime != 0) ? byTime : Long.compare(this.order, that.order);
		}

	}

}
