package io.mqttdriver.engine.paho;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The engine's own daemon threads, as many as needed, gone when idle. They never belong
 * to the thread group of a client, whoever caused them.
 */
final class Workers {

	private static final long IDLE_SECONDS = 5;

	private Workers() {
	}

	static ExecutorService create() {
		return new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(),
				daemons("mqtt-engine"));
	}

	static ScheduledExecutorService timer() {
		ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons("mqtt-engine-timer"));
		timer.setRemoveOnCancelPolicy(true);
		timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
		timer.allowCoreThreadTimeOut(true);
		return timer;
	}

	static ThreadFactory daemons(String name) {
		ThreadGroup group = Thread.currentThread().getThreadGroup();
		AtomicLong count = new AtomicLong();
		return (task) -> {
			Thread thread = new Thread(group, task, name + "-" + count.incrementAndGet(), 0, false);
			thread.setDaemon(true);
			return thread;
		};
	}

}
