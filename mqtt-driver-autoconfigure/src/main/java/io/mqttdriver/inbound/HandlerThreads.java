package io.mqttdriver.inbound;

import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The threads that are in user code right now, so that a shutdown can interrupt them. An
 * interrupt reaches only a thread that is registered, and is cleared when the thread
 * leaves: it never leaks into the next task of a pool. Safe for use by many threads.
 */
final class HandlerThreads {

	private final ConcurrentHashMap<Thread, Boolean> inside = new ConcurrentHashMap<>();

	<T> @Nullable T call(UserCode<T> userCode) throws Throwable {
		this.inside.put(Thread.currentThread(), Boolean.TRUE);
		try {
			return userCode.call();
		}
		finally {
			this.inside.remove(Thread.currentThread());
			Thread.interrupted();
		}
	}

	void interruptAll() {
		this.inside.keySet().forEach(this::interruptIfInside);
	}

	/** A thread can't leave while its entry is being computed. */
	private void interruptIfInside(Thread thread) {
		this.inside.computeIfPresent(thread, (inside, present) -> {
			inside.interrupt();
			return present;
		});
	}

	/**
	 * What users wrote.
	 *
	 * @param <T> what it returns
	 */
	interface UserCode<T> {

		@Nullable T call() throws Throwable;

	}

}
