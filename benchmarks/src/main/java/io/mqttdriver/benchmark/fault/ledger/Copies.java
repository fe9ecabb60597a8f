package io.mqttdriver.benchmark.fault.ledger;

import java.util.BitSet;
import java.util.Collection;

/**
 * Numbered messages that came, and how often. Guarded by itself.
 */
public final class Copies {

	private final BitSet numbers = new BitSet();

	private int copies;

	/** Of these numbers. */
	public static Copies of(Collection<Integer> numbers) {
		Copies copies = new Copies();
		numbers.forEach(copies::add);
		return copies;
	}

	public synchronized void add(int number) {
		this.numbers.set(number);
		this.copies++;
	}

	public synchronized BitSet numbers() {
		return (BitSet) this.numbers.clone();
	}

	/** How many different ones. */
	public synchronized int distinct() {
		return this.numbers.cardinality();
	}

	/** How many more than different ones. */
	public synchronized int duplicates() {
		return this.copies - this.numbers.cardinality();
	}

}
