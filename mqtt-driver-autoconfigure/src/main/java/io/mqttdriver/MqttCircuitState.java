package io.mqttdriver;

/**
 * The circuit breaker of the reconnection.
 */
public enum MqttCircuitState {

	/** Attempts are made. */
	CLOSED,

	/** No attempts, until {@code reconnect.open-duration} has passed or a reset. */
	OPEN,

	/** One probing attempt is under way. */
	HALF_OPEN

}
