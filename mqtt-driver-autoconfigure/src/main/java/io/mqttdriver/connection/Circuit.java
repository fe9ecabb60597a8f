package io.mqttdriver.connection;

import java.time.Duration;

import io.mqttdriver.MqttCircuitState;

/**
 * The circuit breaker: opens after {@code max-failures}, sooner where a reason code says
 * that it won't get better by itself. Confined to the connection's thread.
 */
final class Circuit {

	private static final int OUR_FAULT_FAILURES = 3;

	private static final int TAKEOVERS = 3;

	private static final Duration TAKEOVER_WINDOW = Duration.ofMinutes(1);

	private final int maxFailures;

	private final long[] takeovers = new long[TAKEOVERS];

	private MqttCircuitState state = MqttCircuitState.CLOSED;

	private int ourFaults;

	private int takeoverCount;

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

	/**
	 * Another client took over a stable client id. Says whether the circuit is open now,
	 * until reset.
	 */
	boolean takenOver(long now) {
		int slot = this.takeoverCount++ % TAKEOVERS;
		this.takeovers[slot] = now;
		long oldest = this.takeovers[this.takeoverCount % TAKEOVERS];
		if (this.takeoverCount < TAKEOVERS || now - oldest > TAKEOVER_WINDOW.toNanos()) {
			return false;
		}
		this.state = MqttCircuitState.OPEN;
		this.untilReset = true;
		return true;
	}

	void probe() {
		this.state = MqttCircuitState.HALF_OPEN;
	}

	void close() {
		this.state = MqttCircuitState.CLOSED;
		this.ourFaults = 0;
	}

	void reset() {
		close();
		this.untilReset = false;
		this.takeoverCount = 0;
	}

}
