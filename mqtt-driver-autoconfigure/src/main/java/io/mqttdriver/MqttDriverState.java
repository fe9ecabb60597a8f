package io.mqttdriver;

/**
 * What the driver does now.
 */
public enum MqttDriverState {

	/** Not wanted: before the start or after {@code disconnect()}. */
	STOPPED,

	/** Making a client: name, socket, TLS, CONNECT. */
	CONNECTING,

	/** Proving by a test publish that the connection works. */
	VALIDATING,

	/** Subscribing to everything again. */
	SUBSCRIBING,

	/** Up. */
	CONNECTED,

	/** Between a loss or a failure and the next attempt. */
	WAITING,

	/** Too many failures: quiet until the probe or a reset. */
	CIRCUIT_OPEN,

	/** Draining after {@code disconnect()}. */
	STOPPING

}
