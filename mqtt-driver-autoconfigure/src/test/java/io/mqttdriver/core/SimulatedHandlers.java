package io.mqttdriver.core;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.simulation.VirtualTime;

/**
 * Runs handlers at their time in virtual time, but on a handler thread of the driver: the
 * driver knows its own threads. One at a time; virtual time stands still meanwhile.
 */
final class SimulatedHandlers extends AbstractExecutorService {

	private final VirtualTime time;

	private final ExecutorService threads = DriverThreads.create().handlers();

	SimulatedHandlers(VirtualTime time) {
		this.time = time;
	}

	@Override
	public void execute(Runnable task) {
		this.time.execute(() -> runOnOwnThread(task));
	}

	private void runOnOwnThread(Runnable task) {
		try {
			this.threads.submit(task).get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new AssertionError("A handler thread failed", ex.getCause());
		}
	}

	@Override
	public void shutdown() {
		this.threads.shutdown();
	}

	@Override
	public List<Runnable> shutdownNow() {
		return this.threads.shutdownNow();
	}

	@Override
	public boolean isShutdown() {
		return this.threads.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.threads.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
		return this.threads.awaitTermination(timeout, unit);
	}

}
