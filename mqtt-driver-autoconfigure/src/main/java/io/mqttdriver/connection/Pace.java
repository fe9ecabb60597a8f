package io.mqttdriver.connection;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When the next attempt may start: not more often than every {@code min-interval},
 * counted from trigger to trigger on the monotonic clock, later after failures. With a
 * {@code spread} the first wait is put off by a random part of it, and from then on
 * triggers are at least the whole of it apart: so a fleet that lost its server in one
 * moment comes evenly, however long the outage. Confined to the connection's thread.
 */
final class Pace {

	/** How much longer the waits start when the server is busy. */
	private static final int BUSY_FACTOR = 3;

	/**
	 * Where waits after failures start when there is no {@code min-interval}: zero would
	 * stay zero however often it is multiplied.
	 */
	private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);

	private final ReconnectSettings settings;

	private final Clockwork clockwork;

	private @Nullable Long lastTrigger;

	private @Nullable Long connectedAt;

	private int failures;

	private boolean putOff;

	Pace(ReconnectSettings settings, Clockwork clockwork) {
		this.settings = settings;
		this.clockwork = clockwork;
	}

	/** An attempt starts now. */
	void triggered() {
		this.lastTrigger = this.clockwork.now();
	}

	void connected() {
		this.connectedAt = this.clockwork.now();
		this.putOff = false;
	}

	/** Whether the connection that is lost now had lasted long enough. */
	boolean lostAfterStable() {
		Long since = this.connectedAt;
		this.connectedAt = null;
		return since != null && this.clockwork.now() - since >= this.settings.stableAfter().toNanos();
	}

	void failed() {
		this.failures++;
	}

	int failures() {
		return this.failures;
	}

	void forgive() {
		this.failures = 0;
		this.putOff = false;
	}

	void startOver() {
		forgive();
		this.lastTrigger = null;
		this.connectedAt = null;
	}

	/** The wait before an attempt that somebody asks for; the one after it is put off. */
	Duration afterRequest() {
		this.putOff = false;
		return untilApart(this.settings.minInterval());
	}

	/** The wait after a loss of a stable connection. */
	Duration afterLoss() {
		return spread(Duration.ZERO);
	}

	/** The wait after a failure, which has been counted. */
	Duration afterFailure(boolean busy) {
		double wait = longer(this.settings.minInterval(), SHORTEST_WAIT).toNanos() * (busy ? BUSY_FACTOR : 1.0)
				* Math.pow(this.settings.multiplier(), Math.max(0, this.failures - 1));
		wait = Math.min(wait, this.settings.maxInterval().toNanos());
		wait = Math.max(wait, this.settings.minInterval().toNanos());
		return spread(jittered(Duration.ofNanos((long) wait)));
	}

	/** How long the circuit stays open. */
	Duration open() {
		return spread(jittered(this.settings.openDuration()));
	}

	private Duration spread(Duration wait) {
		if (this.putOff) {
			return longer(untilApart(longer(this.settings.minInterval(), this.settings.spread())), wait);
		}
		this.putOff = true;
		return longer(untilApart(this.settings.minInterval()),
				wait.plus(part(this.settings.spread(), this.clockwork.random().nextDouble())));
	}

	/** What is left until triggers are so far apart. */
	private Duration untilApart(Duration interval) {
		if (this.lastTrigger == null) {
			return Duration.ZERO;
		}
		long left = interval.toNanos() - (this.clockwork.now() - this.lastTrigger);
		return Duration.ofNanos(Math.max(0, left));
	}

	private Duration jittered(Duration wait) {
		return wait.plus(part(wait, this.settings.jitter() * this.clockwork.random().nextDouble()));
	}

	private static Duration part(Duration whole, double share) {
		return Duration.ofNanos((long) (whole.toNanos() * share));
	}

	private static Duration longer(Duration first, Duration second) {
		return (first.compareTo(second) >= 0) ? first : second;
	}

}
