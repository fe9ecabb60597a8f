package io.mqttdriver.outbound;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Those of which one may be why connections end: they were in flight when the server
 * ended one with a reason code that is about a packet of ours, or are the oldest where
 * one was sent three times and connections broke (a reset hides the code where the server
 * hadn't read all). While there are any, one publish at a time is in flight, so that the
 * next end tells which. Used under the outbox's lock only.
 */
final class Suspects {

	private static final int ATTEMPTS = 3;

	/** So many are sent one at a time only because connections broke. */
	private static final int OLDEST = 32;

	private final Set<Delivery> suspects = new HashSet<>();

	/** Were in flight at an end with such a code. */
	private final Set<Delivery> named = new HashSet<>();

	boolean isEmpty() {
		return this.suspects.isEmpty();
	}

	/**
	 * The server ended a connection with such a code.
	 * @param slots what was in flight
	 * @return the one that it was for, if it can be no other and it was in flight at such
	 * an end before
	 */
	@Nullable Delivery ended(Slots slots) {
		Slot only = slots.only();
		if (only != null && this.named.contains(only.delivery())) {
			return only.delivery();
		}
		List<Delivery> unsettled = unsettled(slots);
		this.suspects.addAll(unsettled);
		this.named.addAll(unsettled);
		return null;
	}

	/** A connection is gone, however it ended. */
	void lost(Slots slots) {
		List<Delivery> unsettled = unsettled(slots);
		if (unsettled.stream().anyMatch((delivery) -> delivery.attempts() >= ATTEMPTS)) {
			this.suspects.addAll(unsettled.subList(0, Math.min(unsettled.size(), OLDEST)));
		}
	}

	private static List<Delivery> unsettled(Slots slots) {
		return slots.deliveries()
			.stream()
			.filter((delivery) -> delivery.qos() > 0 && !delivery.isSettled())
			.sorted(Delivery.BY_ACCEPTANCE)
			.toList();
	}

	/** It was answered, or has its outcome. */
	void clear(Delivery delivery) {
		this.suspects.remove(delivery);
		this.named.remove(delivery);
	}

}
