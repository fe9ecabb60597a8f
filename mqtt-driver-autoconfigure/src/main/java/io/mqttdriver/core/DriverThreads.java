package io.mqttdriver.core;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
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
		owner.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		owner.allowCoreThreadTimeOut(true);
		return new DriverThreads(owner, pool("mqtt-handler"), pool("mqtt-callback"));
	}

	void shutdown() {
		this.owner.shutdownNow();
		this.handlers.shutdown();
		this.callbacks.shutdown();
	}

	/** Whether the calling thread runs a handler. */
	static boolean isHandler() {
		return Thread.currentThread() instanceof OwnThread own && own.getName().startsWith("mqtt-handler");
	}

	private static ExecutorService pool(String name) {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				factory(name));
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
