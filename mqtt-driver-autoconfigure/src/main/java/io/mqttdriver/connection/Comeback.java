package io.mqttdriver.connection;

import java.time.Duration;
import java.util.function.Supplier;

import io.mqttdriver.MqttCircuitState;
import org.jspecify.annotations.Nullable;

/**
 * Whether and when the next attempt comes after a failure or a loss: the pace and the
 * circuit together. It knows no client and no timer, so that a fleet of them can be
 * simulated. Confined to the connection's thread.
 */
final class Comeback {

	private final Pace pace;

	private final Circuit circuit;

	private final Takeovers takeovers;

	private final Clockwork clockwork;

	private final boolean probing;

	Comeback(ReconnectSettings settings, Clockwork clockwork) {
		this.pace = new Pace(settings, clockwork);
		this.circuit = new Circuit(settings.maxFailures());
		this.takeovers = new Takeovers(settings.maxFailures());
		this.clockwork = clockwork;
		this.probing = !settings.openDuration().isZero();
	}

	MqttCircuitState circuit() {
		return this.circuit.state();
	}

	/** Consecutive ones. */
	int failures() {
		return this.pace.failures();
	}

	/** As new. */
	void startOver() {
		this.pace.startOver();
		this.circuit.reset();
		this.takeovers.reset();
	}

	/** An operator closes the circuit. */
	void reset() {
		this.circuit.reset();
		this.takeovers.reset();
		this.pace.forgive();
	}

	/** An attempt starts now. */
	void triggered() {
		this.pace.triggered();
	}

	/** The next attempt probes. */
	void probe() {
		this.circuit.probe();
	}

	/** An attempt succeeded. */
	void connected() {
		this.pace.connected();
		this.circuit.close();
	}

	/** Connected for {@code stable-after}. */
	void stable() {
		this.pace.forgive();
		this.circuit.forgive();
		this.takeovers.lasted();
	}

	/** The wait before an attempt that an operator asks for. */
	Duration afterRequest() {
		return this.pace.afterRequest();
	}

	/** An attempt failed. */
	Next failed(Reaction reaction, boolean stableId) {
		this.pace.failed();
		return next(reaction, stableId, false, () -> this.pace.afterFailure(reaction.asksToWait()));
	}

	/**
	 * A connection is lost.
	 * @param reaction to its reason code
	 * @param stableId whether the next client has the same client id
	 * @param sentElsewhere whether another server was named and is followed
	 */
	Next lost(Reaction reaction, boolean stableId, boolean sentElsewhere) {
		boolean stable = this.pace.lostAfterStable();
		if (!stable) {
			this.pace.failed();
		}
		boolean busy = reaction.asksToWait() && !sentElsewhere;
		return next(reaction, stableId, !stable,
				() -> (stable && !busy) ? this.pace.afterLoss() : this.pace.afterFailure(busy));
	}

	private Next next(Reaction reaction, boolean stableId, boolean soonAfterConnected, Supplier<Duration> wait) {
		String takenOver = stableId ? this.takeovers.evidence(reaction, soonAfterConnected, this.clockwork.now())
				: null;
		if (takenOver != null) {
			this.circuit.openUntilReset();
			return new Next(true, false, this.pace.open(), takenOver);
		}
		if (this.circuit.failed(reaction, this.pace.failures())) {
			return new Next(true, this.probing && !this.circuit.untilReset(), this.pace.open(), null);
		}
		return new Next(false, false, wait.get(), null);
	}

	/**
	 * What comes next.
	 *
	 * @param opened whether the circuit is open now
	 * @param probed whether an open circuit is probed after the wait, or only reset
	 * @param due until the next attempt
	 * @param takenOver what makes us believe that another client has our client id, or
	 * none
	 */
	record Next(boolean opened, boolean probed, Duration due, @Nullable String takenOver) {
	}

}
