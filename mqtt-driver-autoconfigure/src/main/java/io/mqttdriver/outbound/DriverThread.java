package io.mqttdriver.outbound;

/**
 * Marks a thread as the driver's own: implemented by subclasses of {@link Thread}. Such a
 * thread never waits for room in the outbox, since it may be the one that makes room.
 */
public interface DriverThread {

	/**
	 * Whether the calling thread is the driver's own.
	 * @return {@code true} on a marked thread
	 */
	static boolean isCurrent() {
		return Thread.currentThread() instanceof DriverThread;
	}

}
