package io.mqttdriver.simulation;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The executor of handlers: their time is that of all, but they run under a handler
 * thread's name, by which the driver knows them.
 */
final class HandlerTime extends AbstractExecutorService {

	private final VirtualTime time;

	private final Strands strands;

	HandlerTime(VirtualTime time, Strands strands) {
		this.time = time;
		this.strands = strands;
	}

	@Override
	public void execute(Runnable task) {
		this.time.execute(() -> this.strands.runAsHandler(task));
	}

	@Override
	public void shutdown() {
		// Ends with virtual time
	}

	@Override
	public List<Runnable> shutdownNow() {
		return List.of();
	}

	@Override
	public boolean isShutdown() {
		return this.time.isShutdown();
	}

	@Override
	public boolean isTerminated() {
		return this.time.isTerminated();
	}

	@Override
	public boolean awaitTermination(long timeout, TimeUnit unit) {
		return isTerminated();
	}

}
