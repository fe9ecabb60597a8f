package io.mqttdriver.engine.paho;

import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

/**
 * All threads of one client. Paho starts its threads from one another, so they inherit
 * this group and the daemon flag from the first. Rule 14: an exception that would end
 * only Paho's reading thread ends the client. Rule 6: the end of a client is when these
 * threads are gone.
 */
final class ClientThreads extends ThreadGroup {

	static final BiConsumer<Thread, Throwable> NOBODY = (thread, failure) -> {
	};

	private static final long STEP_MILLIS = 5;

	private volatile BiConsumer<Thread, Throwable> onDeath = NOBODY;

	ClientThreads(ThreadGroup parent) {
		super(parent, "mqtt-client");
	}

	void lentTo(BiConsumer<Thread, Throwable> onDeath) {
		this.onDeath = onDeath;
	}

	@Override
	public void uncaughtException(Thread thread, Throwable failure) {
		this.onDeath.accept(thread, failure);
	}

	void start(String name, Runnable task) {
		Thread thread = new Thread(this, task, name, 0, false);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Waits until no thread is left.
	 * @param millis how long at most
	 * @param nudge called again and again meanwhile
	 * @return whether all are gone
	 */
	boolean join(long millis, Runnable nudge) throws InterruptedException {
		long end = System.nanoTime() + millis * 1_000_000;
		for (Thread thread = any(); thread != null; thread = any()) {
			if (System.nanoTime() - end >= 0) {
				return false;
			}
			nudge.run();
			thread.join(STEP_MILLIS);
		}
		return true;
	}

	private @Nullable Thread any() {
		Thread[] alive = new Thread[1];
		return (enumerate(alive) > 0) ? alive[0] : null;
	}

}
