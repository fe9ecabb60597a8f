package io.mqttdriver.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the outbox takes no more than it may. What is settled is told a little later,
 * at the same time of virtual time: only when that is over it is known whether a publish
 * that looked like one too many was one.
 */
final class Crowd {

	private final Ledger ledger;

	private final int capacity;

	private final List<Suspect> suspects = new ArrayList<>();

	private long now;

	Crowd(Ledger ledger, int capacity) {
		this.ledger = ledger;
		this.capacity = capacity;
	}

	/** One is offered while so many are not settled. */
	void offered(int number, int unsettled) {
		timePassed();
		if (unsettled >= this.capacity) {
			this.suspects.add(new Suspect(number, unsettled - this.capacity + 1));
		}
	}

	void settled(int number) {
		timePassed();
		this.suspects.removeIf((suspect) -> suspect.number == number);
		this.suspects.stream().filter((suspect) -> suspect.number > number).forEach((suspect) -> suspect.tooMany--);
	}

	void timePassed() {
		if (this.ledger.now() == this.now) {
			return;
		}
		this.now = this.ledger.now();
		for (Suspect suspect : this.suspects) {
			this.ledger.require(suspect.tooMany <= 0, Invariant.OUTBOX_BOUNDED, () -> "p" + suspect.number
					+ " was accepted although the outbox held " + (this.capacity + suspect.tooMany - 1));
		}
		this.suspects.clear();
	}

	private static final class Suspect {

		private final int number;

		private int tooMany;

		Suspect(int number, int tooMany) {
			this.number = number;
			this.tooMany = tooMany;
		}

	}

}
