package io.mqttdriver.engine;

/**
 * A live view of one client's socket. Times are those of {@link System#nanoTime()} (or of
 * the engine's clock, where that is simulated).
 */
public interface Traffic {

	/**
	 * Bytes of publishes and other packets handed to the engine so far, as far as it can
	 * tell their size; at least what {@link #written()} will be once all are written.
	 * @return a count that only grows
	 */
	long submitted();

	/**
	 * Bytes that the socket took.
	 * @return a count that only grows, comparable with {@link #submitted()}: what was
	 * submitted when that said {@code n} is on its way once this says {@code n}
	 */
	long written();

	/**
	 * Bytes that came in.
	 * @return a count that only grows
	 */
	long read();

	/**
	 * When the socket last took bytes.
	 * @return nanoseconds
	 */
	long lastWriteNanos();

	/**
	 * When bytes last came in.
	 * @return nanoseconds
	 */
	long lastReadNanos();

	/**
	 * The socket in words, for a diagnosis: addresses, open or closed.
	 * @return never empty
	 */
	String socket();

}
