package io.mqttdriver.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of virtual time one after the other, on threads of which exactly one has
 * the turn. User code that waits keeps its thread, with its stack, and another thread
 * goes on with the tasks until the wait is over; user code that doesn't wait costs no
 * change of threads. So handlers run on threads of their own as in production, can be
 * interrupted, and everything still happens in the order that the seed gives.
 */
final class Strands {

	private static final Executor THREADS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS,
			new SynchronousQueue<>(), SimulatedThread::new);

	private final VirtualTime time;

	private final BooleanSupplier goesOn;

	private final List<Wait> waits = new ArrayList<>();

	private final CountDownLatch finished = new CountDownLatch(1);

	private @Nullable Wait over;

	private boolean ended;

	private @Nullable Throwable failure;

	/**
	 * Makes one.
	 * @param time whose tasks
	 * @param goesOn asked after each task
	 */
	Strands(VirtualTime time, BooleanSupplier goesOn) {
		this.time = time;
		this.goesOn = goesOn;
	}

	/** Runs it all; what a task threw is returned. */
	@Nullable Throwable run() {
		THREADS.execute(this::loop);
		try {
			this.finished.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return this.failure;
	}

	/** A task of the handlers' executor: runs under their name. */
	void runAsHandler(Runnable task) {
		Thread thread = Thread.currentThread();
		thread.setName("mqtt-handler-simulated");
		try {
			task.run();
		}
		finally {
			thread.setName(SimulatedThread.IDLE);
		}
	}

	/**
	 * User code waits.
	 * @param arrange given what ends the wait, to be called in a task of virtual time
	 * @throws InterruptedException if it was interrupted first
	 */
	void await(Consumer<Runnable> arrange) throws InterruptedException {
		Wait wait = new Wait(SimulatedThread.current());
		this.waits.add(wait);
		arrange.accept(() -> end(wait));
		THREADS.execute(this::loop);
		wait.thread.awaitTurn();
		this.waits.remove(wait);
		if (this.ended) {
			throw new SimulationOver();
		}
		if (wait.interrupted) {
			throw new InterruptedException();
		}
	}

	/**
	 * Those that are interrupted at once go on in the order in which they began to wait.
	 */
	boolean interrupt(SimulatedThread thread) {
		for (Wait wait : this.waits) {
			if (wait.thread == thread && !wait.isOver && !wait.interrupted) {
				wait.interrupted = true;
				this.time.execute(this::endFirstInterrupted);
				return true;
			}
		}
		return false;
	}

	private void endFirstInterrupted() {
		this.waits.stream().filter((wait) -> wait.interrupted && !wait.isOver).findFirst().ifPresent(this::end);
	}

	private void end(Wait wait) {
		if (!wait.isOver) {
			wait.isOver = true;
			this.over = wait;
		}
	}

	private void loop() {
		SimulatedThread.current().belongsTo(this);
		Wait next = null;
		while (!this.ended && next == null) {
			step();
			next = this.over;
			this.over = null;
		}
		if (this.ended) {
			next = this.waits.isEmpty() ? null : this.waits.get(0);
		}
		if (next != null) {
			next.thread.giveTurn();
		}
		else {
			this.finished.countDown();
		}
	}

	private void step() {
		try {
			if (!this.time.runNext(Long.MAX_VALUE) || !this.goesOn.getAsBoolean()) {
				this.ended = true;
			}
		}
		catch (Throwable ex) {
			this.failure = ex;
			this.ended = true;
		}
	}

	/**
	 * A thread in user code that waits.
	 */
	private static final class Wait {

		private final SimulatedThread thread;

		private boolean isOver;

		private boolean interrupted;

		Wait(SimulatedThread thread) {
			this.thread = thread;
		}

	}

	/** Ends user code that waits when a simulation is broken off. */
	static final class SimulationOver extends Error {

		private static final long serialVersionUID = 1L;

		SimulationOver() {
			super("the simulation is over", null, false, false);
		}

	}

}
