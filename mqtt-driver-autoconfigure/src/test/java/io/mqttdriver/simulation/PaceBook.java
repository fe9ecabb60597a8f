package io.mqttdriver.simulation;

import io.mqttdriver.engine.EngineFailure;
import org.jspecify.annotations.Nullable;

/**
 * When the driver tries: from trigger to trigger, at the latest after a failure, and not
 * while the circuit must be open. Where what was sent doesn't tell for certain, the
 * driver has the benefit of the doubt.
 */
final class PaceBook {

	private static final long FOREVER = Long.MAX_VALUE / 2;

	/** The former client may take so long to end, and a little. */
	private static final long CLOSING = 2_100_000_000L;

	private static final int MOST_HOPS = 3;

	/** So many connections closed without a word in a row are taken for a takeover. */
	private static final int CLOSINGS = 5;

	private final Ledger ledger;

	private final Settings settings;

	private long lastTrigger = OperatorBook.NEVER;

	private int inPass;

	/** At most so many failures in a row. */
	private int failures;

	/** At least so many passes in a row without a CONNACK. */
	private int sureFailures;

	private int ourFaults;

	private final Takeovers possibleTakeovers = new Takeovers();

	private final Takeovers sureTakeovers = new Takeovers();

	private int closings;

	private boolean takenOverInPass;

	private boolean maybeOpen;

	private long due = FOREVER;

	private long notBefore = OperatorBook.NEVER;

	PaceBook(Ledger ledger, Settings settings) {
		this.ledger = ledger;
		this.settings = settings;
	}

	/** Says whether it belongs to the attempt of the client before. */
	boolean opened(int client, @Nullable ClientLife former, boolean sameId) {
		boolean continues = sameId && former != null && former.closedAt() == this.ledger.now() && !former.isProved()
				&& this.inPass < this.settings.hosts().size() + 1 + MOST_HOPS && this.lastTrigger != OperatorBook.NEVER;
		if (continues) {
			this.inPass++;
			this.sureFailures = 0;
			this.notBefore = OperatorBook.NEVER;
			return true;
		}
		this.takenOverInPass = false;
		requireComingBack(() -> "client " + client);
		long now = this.ledger.now();
		this.ledger.require(now - this.lastTrigger >= this.settings.minInterval().toNanos(), Invariant.TRIGGERS_APART,
				() -> "client " + client + " is triggered " + (now - this.lastTrigger) / 1e9 + " s after the last one");
		this.ledger.require(now >= this.notBefore, Invariant.CIRCUIT,
				() -> "client " + client + " is opened although the circuit is open");
		this.lastTrigger = now;
		this.inPass = 1;
		return false;
	}

	/** The next attempt is not late. */
	void requireComingBack(java.util.function.Supplier<String> what) {
		this.ledger.require(this.ledger.now() <= this.due, Invariant.COMES_BACK,
				() -> what.get() + " comes " + (this.ledger.now() - this.due) / 1e9 + " s after the back-off then due");
	}

	boolean isDueEver() {
		return this.due < FOREVER;
	}

	void ended(ClientLife life) {
		boolean stable = life.wasStable();
		this.failures = stable ? 0 : this.failures + 1;
		int code = life.reasonCode();
		boolean wholePass = this.settings.hosts().size() == 1 && life.wasLost()
				&& (life.failure() == null || life.failure().serverReference() == null);
		boolean ourFault = isOurFault(code);
		if (life.wasConnected() || !wholePass) {
			this.sureFailures = 0;
		}
		else {
			this.sureFailures++;
		}
		if (ourFault) {
			this.ourFaults++;
		}
		else if (wholePass && this.inPass == 1) {
			this.ourFaults = 0;
		}
		boolean takenOver = code == 0x8E && !this.ledger.clients().ids().isFreshForCertain();
		// One within an attempt that succeeds with the next server is not counted
		boolean duplicate = takenOver && this.possibleTakeovers.count(this.ledger.now());
		countClosings(life, stable, wholePass);
		duplicate |= this.closings >= CLOSINGS && !this.ledger.clients().ids().isFreshForCertain();
		// The code that was given in a pass is told for all of it
		this.takenOverInPass |= duplicate;
		duplicate = this.takenOverInPass;
		boolean sureDuplicate = takenOver && this.ledger.clients().ids().isStableForCertain()
				&& (life.isProved() || wholePass) && this.sureTakeovers.count(this.ledger.now());
		if (stable) {
			this.maybeOpen = false;
		}
		this.maybeOpen |= this.failures >= this.settings.maxFailures() || this.ourFaults >= 3 || code == 0x8A
				|| duplicate;
		this.due = latest(duplicate);
		boolean sureOpen = wholePass && !life.wasConnected()
				&& (code == 0x8A || this.sureFailures >= this.settings.maxFailures());
		if (sureOpen) {
			this.notBefore = this.settings.openDuration().isZero() ? FOREVER
					: this.ledger.now() + this.settings.openDuration().toNanos();
		}
		if (sureDuplicate) {
			this.notBefore = FOREVER;
		}
	}

	/** Closed without a word soon after it was up: that too may mean another client. */
	private void countClosings(ClientLife life, boolean stable, boolean wholePass) {
		boolean closed = life.failure() != null && life.failure().kind() == EngineFailure.Kind.CLOSED;
		if (closed && !stable && life.wasConnected()) {
			this.closings++;
		}
		else if (stable || (life.wasLost() && (life.isProved() || (wholePass && !life.wasConnected())))) {
			this.closings = 0;
		}
	}

	private static boolean isOurFault(int code) {
		return (code >= 0x81 && code <= 0x87) || code == 0x8C || code == 0x95 || (code >= 0x99 && code <= 0x9B);
	}

	/** The longest wait that may be due now. */
	private long latest(boolean duplicate) {
		if (duplicate || (this.maybeOpen && this.settings.openDuration().isZero())) {
			return FOREVER;
		}
		double wait = latestWait();
		if (this.maybeOpen) {
			wait = Math.max(wait, this.settings.openDuration().toNanos() * (1 + this.settings.jitter()));
		}
		return this.ledger.now() + (long) wait + this.settings.spread().toNanos() + CLOSING;
	}

	private double latestWait() {
		double least = Math.max(this.settings.minInterval().toNanos(), 100_000_000L);
		double wait = 3 * least * Math.pow(this.settings.multiplier(), Math.max(0, this.failures - 1));
		wait = Math.min(wait, this.settings.maxInterval().toNanos());
		wait = Math.max(wait, this.settings.minInterval().toNanos()) * (1 + this.settings.jitter());
		return wait;
	}

	/** An operator may have closed the circuit. */
	void operated() {
		this.notBefore = OperatorBook.NEVER;
		this.sureFailures = 0;
		this.sureTakeovers.forget();
		if (this.due >= FOREVER && this.ledger.operators().isWanted() && !this.ledger.operators().isStopping()
				&& this.lastTrigger != OperatorBook.NEVER) {
			this.due = this.ledger.now() + (long) latestWait() + this.settings.spread().toNanos() + CLOSING;
		}
	}

	void stopped() {
		this.due = FOREVER;
	}

	void startsOver() {
		this.lastTrigger = OperatorBook.NEVER;
		this.failures = 0;
		this.ourFaults = 0;
		this.maybeOpen = false;
		this.closings = 0;
		this.possibleTakeovers.forget();
		this.due = this.ledger.now() + CLOSING;
		operated();
	}

	/**
	 * Three in a minute are a duplicate client id.
	 */
	private static final class Takeovers {

		private static final long MINUTE = 60_000_000_000L;

		private long first = OperatorBook.NEVER;

		private long second = OperatorBook.NEVER;

		boolean count(long now) {
			boolean third = now - this.first <= MINUTE;
			this.first = this.second;
			this.second = now;
			return third;
		}

		void forget() {
			this.first = OperatorBook.NEVER;
			this.second = OperatorBook.NEVER;
		}

	}

}
