package io.mqttdriver.connection;

import io.mqttdriver.MqttCircuitState;

/**
 * The circuit breaker: opens after {@code max-failures}, sooner where a reason code says
 * that it won't get better by itself. Confined to the connection's thread.
 */
final class Circuit {

	private static final int OUR_FAULT_FAILURES = 3;

	private final int maxFailures;

	private MqttCircuitState state = MqttCircuitState.CLOSED;

	private int ourFaults;

	private boolean untilReset;

	Circuit(int maxFailures) {
		this.maxFailures = maxFailures;
	}

	MqttCircuitState state() {
		return this.state;
	}

	/** Whether only a reset closes it again. */
	boolean untilReset() {
		return this.untilReset;
	}

	/** A failure has been counted. Says whether the circuit is open now. */
	boolean failed(Reaction reaction, int consecutiveFailures) {
		this.ourFaults = reaction.isOurFault() ? this.ourFaults + 1 : 0;
		boolean opens = this.state == MqttCircuitState.HALF_OPEN || consecutiveFailures >= this.maxFailures
				|| this.ourFaults >= OUR_FAULT_FAILURES || reaction == Reaction.BANNED;
		if (opens) {
			this.state = MqttCircuitState.OPEN;
		}
		return opens;
	}

	/** It won't get better by itself, and a probe would do harm. */
	void openUntilReset() {
		this.state = MqttCircuitState.OPEN;
		this.untilReset = true;
	}

	void probe() {
		this.state = MqttCircuitState.HALF_OPEN;
	}

	void close() {
		this.state = MqttCircuitState.CLOSED;
	}

	/** A connection lasted: failures count from zero. */
	void forgive() {
		this.ourFaults = 0;
	}

	void reset() {
		close();
		forgive();
		this.untilReset = false;
	}

}
