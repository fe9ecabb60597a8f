package io.mqttdriver.core;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.AbortPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.outbound.DriverThread;

/**
 * The threads of one driver. They are daemons and end when idle, so that a stopped driver
 * has none.
 *
 * @param owner one thread, which decides about the connection and watches deadlines
 * @param handlers runs what users do with messages; as many threads as needed
 * @param callbacks runs what hangs on users' futures; as many threads as needed
 */
record DriverThreads(ScheduledExecutorService owner, ExecutorService handlers, ExecutorService callbacks) {

	private static final long IDLE_SECONDS = 1;

	static DriverThreads create() {
		ScheduledThreadPoolExecutor owner = new ScheduledThreadPoolExecutor(1, factory("mqtt-driver"));
		owner.setRemoveOnCancelPolicy(true);
		owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		owner.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		owner.allowCoreThreadTimeOut(true);
		return new DriverThreads(owner, pool("mqtt-handler", new AbortPolicy()), neverRefusing());
	}

	void shutdown() {
		this.owner.shutdown();
		this.handlers.shutdown();
		this.callbacks.shutdown();
	}

	/** Whether the calling thread runs a handler. */
	static boolean isHandler() {
		return DriverThread.isCurrent() && Thread.currentThread().getName().startsWith("mqtt-handler");
	}

	/** Whatever comes after the shutdown has a thread too: it may hang on it. */
	private static ExecutorService neverRefusing() {
		ThreadFactory late = factory("mqtt-callback-late");
		return pool("mqtt-callback", (task, pool) -> late.newThread(task).start());
	}

	private static ExecutorService pool(String name, RejectedExecutionHandler rejected) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				factory(name), rejected);
	}

	private static ThreadFactory factory(String name) {
		AtomicInteger count = new AtomicInteger();
		return (task) -> new OwnThread(task, name + "-" + count.incrementAndGet());
	}

	private static final class OwnThread extends Thread implements DriverThread {

		OwnThread(Runnable task, String name) {
			super(task, name);
			setDaemon(true);
		}

	}

}
