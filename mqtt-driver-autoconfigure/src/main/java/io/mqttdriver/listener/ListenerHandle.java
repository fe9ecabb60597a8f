package io.mqttdriver.listener;

/**
 * A subscribed listener. Safe for any thread; all methods return at once and are
 * idempotent.
 */
public interface ListenerHandle {

	/** Ends it for good; messages that have arrived are still handled. */
	void cancel();

	/** Holds messages back, unacknowledged. */
	void pause();

	/** Goes on. */
	void resume();

	/** Whether it holds messages back. */
	boolean isPaused();

}
