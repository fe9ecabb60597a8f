package io.mqttdriver;

/**
 * One listener at run time. Safe for use by any thread; all methods return at once.
 */
public interface MqttListenerContainer {

	/**
	 * The listener's id.
	 * @return as given in the annotation, or {@code bean.method}
	 */
	String getId();

	/**
	 * Subscribes. Idempotent.
	 */
	void start();

	/**
	 * Unsubscribes; messages that have arrived are still handled. Idempotent.
	 */
	void stop();

	/**
	 * Holds messages back, unacknowledged, while the subscription stays.
	 */
	void pause();

	/**
	 * Goes on after {@link #pause()}.
	 */
	void resume();

	/**
	 * Whether it is subscribed.
	 * @return {@code true} between {@link #start()} and {@link #stop()}
	 */
	boolean isRunning();

	/**
	 * Whether it holds messages back.
	 * @return {@code true} between {@link #pause()} and {@link #resume()}
	 */
	boolean isPaused();

}
