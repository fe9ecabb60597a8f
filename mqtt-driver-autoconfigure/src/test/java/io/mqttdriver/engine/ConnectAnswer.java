package io.mqttdriver.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a scripted server does with one CONNECT.
 */
public sealed interface ConnectAnswer {

	/** Accepts it with the defaults of the specification and a new session. */
	static Accept accept() {
		return new Accept(null, false, Duration.ZERO, null, EngineFailure.NO_CODE);
	}

	static Accept accept(ServerLimits limits, boolean sessionPresent) {
		return new Accept(limits, sessionPresent, Duration.ZERO, null, EngineFailure.NO_CODE);
	}

	/** Refuses it in the CONNACK. */
	static ConnectAnswer refuse(int reasonCode) {
		return new Refuse(reasonCode, null);
	}

	static ConnectAnswer refuse(int reasonCode, @Nullable String serverReference) {
		return new Refuse(reasonCode, serverReference);
	}

	/** Says nothing. */
	static ConnectAnswer ignore() {
		return new Ignore();
	}

	/** Nobody listens. */
	static ConnectAnswer unreachable() {
		return new Unreachable();
	}

	/** Closes the socket without a CONNACK. */
	static ConnectAnswer close() {
		return closeAfter(Duration.ZERO);
	}

	static ConnectAnswer closeAfter(Duration lasts) {
		return new Close(lasts);
	}

	/**
	 * A CONNACK of success.
	 *
	 * @param limits or those of the specification
	 * @param sessionPresent whether the server kept a session
	 * @param delay before the CONNACK
	 * @param lasts how long the connection lasts after it, or for ever
	 * @param endCode of the DISCONNECT at the end, or {@link EngineFailure#NO_CODE}
	 */
	record Accept(@Nullable ServerLimits limits, boolean sessionPresent, Duration delay, @Nullable Duration lasts,
			int endCode) implements ConnectAnswer {

		public Accept after(Duration delay) {
			return new Accept(this.limits, this.sessionPresent, delay, this.lasts, this.endCode);
		}

		public Accept thenLostAfter(Duration lasts) {
			return new Accept(this.limits, this.sessionPresent, this.delay, lasts, EngineFailure.NO_CODE);
		}

		public Accept thenDisconnectedAfter(Duration lasts, int reasonCode) {
			return new Accept(this.limits, this.sessionPresent, this.delay, lasts, reasonCode);
		}

	}

	/** A CONNACK of failure. */
	record Refuse(int reasonCode, @Nullable String serverReference) implements ConnectAnswer {
	}

	/** No CONNACK. */
	record Ignore() implements ConnectAnswer {
	}

	/** No connection. */
	record Unreachable() implements ConnectAnswer {
	}

	/** An end without CONNACK. */
	record Close(Duration lasts) implements ConnectAnswer {
	}

}
