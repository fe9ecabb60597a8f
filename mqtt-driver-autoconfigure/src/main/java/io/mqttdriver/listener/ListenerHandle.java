package io.mqttdriver.listener;

/**
 * A subscribed listener. Safe for any thread; all methods return at once and are
 * idempotent.
 */
public interface ListenerHandle {

	/** Ends it for good; messages that have arrived are still handled. */
	void cancel();

	/**
	 * The application stops, and may start again. Where the server keeps the session the
	 * subscription stays, and messages are held back, unacknowledged, until
	 * {@link #resume()}.
	 * @return {@code false} where no session is kept: nothing has happened then
	 */
	default boolean suspend() {
		return false;
	}

	/** Holds messages back, unacknowledged. */
	void pause();

	/** Goes on. */
	void resume();

	/** Whether it holds messages back. */
	boolean isPaused();

}
