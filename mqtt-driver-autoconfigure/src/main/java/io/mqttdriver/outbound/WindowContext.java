package io.mqttdriver.outbound;

/**
 * What a window's surroundings know and do. Called with no lock held.
 */
public interface WindowContext {

	/**
	 * State, client id, server and generation in words, for a diagnosis. Called from any
	 * thread, also after the window is closed.
	 * @return never empty, without a credential
	 */
	String describe();

	/**
	 * The oldest publish in flight made no progress for
	 * {@code mqtt.driver.publish.timeout}: the client must be rebuilt. Told once for a
	 * window, on the timer's thread.
	 * @param diagnosis what was seen
	 */
	void stalled(String diagnosis);

}
