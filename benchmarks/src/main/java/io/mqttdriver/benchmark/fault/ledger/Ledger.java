package io.mqttdriver.benchmark.fault.ledger;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What became of each publish, by its number. Written by the thread that publishes and by
 * those that complete futures; guarded by itself.
 */
public final class Ledger {

	private int offered;

	private final BitSet returned = new BitSet();

	private final BitSet acknowledged = new BitSet();

	private final BitSet failed = new BitSet();

	private final List<Long> acknowledgedAt = new ArrayList<>();

	private final Map<String, Integer> reasons = new TreeMap<>();

	private long lastSettled = System.nanoTime();

	/** A call of {@code publish} begins; its number. */
	public synchronized int offer() {
		return this.offered++;
	}

	/** The call returned, or threw. */
	public synchronized void returned(int number) {
		this.returned.set(number);
	}

	/** The publish was acknowledged, or failed with this. */
	public synchronized void settled(int number, @Nullable Throwable failure, long now) {
		if (failure == null) {
			this.acknowledged.set(number);
			this.acknowledgedAt.add(now);
		}
		else {
			this.failed.set(number);
			this.reasons.merge(reason(failure), 1, Integer::sum);
		}
		this.lastSettled = now;
	}

	private static String reason(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause.getClass().getSimpleName() + ": " + cause.getMessage();
	}

	public synchronized int offered() {
		return this.offered;
	}

	public synchronized int acknowledged() {
		return this.acknowledged.cardinality();
	}

	/** Whether this or a later one is acknowledged. */
	public synchronized boolean isAcknowledgedFrom(int number) {
		return this.acknowledged.length() > number;
	}

	public synchronized int failed() {
		return this.failed.cardinality();
	}

	/** Calls that have not returned. */
	public synchronized int hung() {
		return this.offered - this.returned.cardinality();
	}

	/** Accepted, and neither acknowledged nor failed. */
	public synchronized int unsettled() {
		BitSet open = (BitSet) this.returned.clone();
		open.andNot(this.acknowledged);
		open.andNot(this.failed);
		return open.cardinality();
	}

	/** Acknowledged, yet not among these. */
	public synchronized int acknowledgedWithout(BitSet... numbers) {
		BitSet missing = (BitSet) this.acknowledged.clone();
		for (BitSet one : numbers) {
			missing.andNot(one);
		}
		return missing.cardinality();
	}

	public synchronized long lastSettled() {
		return this.lastSettled;
	}

	/** When acknowledgements came, in order. */
	public synchronized List<Long> acknowledgedAt() {
		List<Long> times = new ArrayList<>(this.acknowledgedAt);
		Collections.sort(times);
		return times;
	}

	/** How many failed for which reason. */
	public synchronized Map<String, Integer> reasons() {
		return new TreeMap<>(this.reasons);
	}

}
