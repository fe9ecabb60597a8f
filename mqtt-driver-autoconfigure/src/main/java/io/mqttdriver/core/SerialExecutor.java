package io.mqttdriver.core;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one after the other, in their order, on the threads of another executor. For
 * any thread.
 */
final class SerialExecutor implements Executor {

	private final Executor threads;

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private boolean busy;

	SerialExecutor(Executor threads) {
		this.threads = threads;
	}

	@Override
	public void execute(Runnable task) {
		synchronized (this.tasks) {
			this.tasks.add(task);
			if (this.busy) {
				return;
			}
			this.busy = true;
		}
		this.threads.execute(this::runAll);
	}

	private void runAll() {
		Runnable task = next();
		while (task != null) {
			try {
				task.run();
			}
			catch (RuntimeException | Error ex) {
				Thread thread = Thread.currentThread();
				thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
			}
			finally {
				// An interrupt was meant for that task
				Thread.interrupted();
			}
			task = next();
		}
	}

	private @Nullable Runnable next() {
		synchronized (this.tasks) {
			Runnable task = this.tasks.poll();
			this.busy = task != null;
			return task;
		}
	}

}
