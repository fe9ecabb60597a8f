package io.mqttdriver.connection;

/**
 * When one device of a {@link Herd} tries again, in nanoseconds. Not thread-safe.
 */
interface HerdDevice {

	/** Switched on: the wait before the first attempt. */
	long starts();

	/** The connection is lost: the wait before the next attempt. */
	long lost(boolean busy);

	/** An attempt begins. */
	void attempts();

	/** It succeeded. */
	void connected();

	/** Connected for so long that its failures are forgotten. */
	void stable();

	/** It failed: the wait before the next one. */
	long failed(boolean busy);

}
