package io.mqttdriver.simulation;

import java.util.ArrayList;
import java.util.List;

import io.mqttdriver.simulation.SubscriptionBook.Use;
import org.jspecify.annotations.Nullable;

/**
 * What came to one client and is owed an acknowledgement, in order of arrival. The
 * contract keeps that order until half of the receive maximum waits behind one message. A
 * message may also be passed where half of it stands still for a second, with those that
 * are passed already: then the server may have no room left to send more.
 */
final class Arrivals {

	private static final long PATIENCE = 1_000_000_000L;

	private final boolean strict;

	private final int half;

	private final List<Copy> copies = new ArrayList<>();

	private int firstOpen;

	private int open;

	Arrivals(Settings settings) {
		this.strict = settings.strictAckOrder();
		this.half = Math.max(1, settings.receiveMaximum() / 2);
	}

	void add(Copy copy) {
		copy.index = this.copies.size();
		this.copies.add(copy);
		this.open++;
		if (this.open > this.half) {
			for (int i = this.firstOpen; i < this.copies.size(); i++) {
				Copy one = this.copies.get(i);
				one.crowdedAt = Math.min(one.crowdedAt, copy.at);
			}
		}
	}

	@Nullable Copy find(long delivery) {
		for (int i = this.copies.size() - 1; i >= 0; i--) {
			if (this.copies.get(i).delivery == delivery) {
				return this.copies.get(i);
			}
		}
		return null;
	}

	/** One that must be acknowledged before this one; or none. */
	@Nullable Copy wronglyPassed(Copy copy, long now) {
		for (int i = this.firstOpen; i < copy.index; i++) {
			Copy earlier = this.copies.get(i);
			boolean maybePassed = !this.strict
					&& (this.copies.size() - i - 1 >= this.half || now - earlier.crowdedAt >= PATIENCE);
			if (!earlier.acknowledged && !maybePassed) {
				return earlier;
			}
		}
		return null;
	}

	void acknowledge(Copy copy) {
		if (!copy.acknowledged) {
			copy.acknowledged = true;
			this.open--;
		}
		while (this.firstOpen < this.copies.size() && this.copies.get(this.firstOpen).acknowledged) {
			this.firstOpen++;
		}
	}

	/** Whether an older one than this is not acknowledged yet. */
	boolean isOutOfOrder(String payload) {
		return this.firstOpen < this.copies.size() && !this.copies.get(this.firstOpen).payload.equals(payload)
				&& this.copies.subList(this.firstOpen, this.copies.size())
					.stream()
					.anyMatch((copy) -> copy.payload.equals(payload));
	}

	/**
	 * A message on one client.
	 */
	static final class Copy {

		private final String payload;

		private final String topic;

		private final long delivery;

		private final long at;

		private final List<Use> owing;

		private final int deadLettersBefore;

		private int index;

		private long crowdedAt = Long.MAX_VALUE / 2;

		private boolean acknowledged;

		/**
		 * Makes one.
		 * @param owing who must be done with it before it is acknowledged
		 * @param deadLettersBefore how many dead letters there were of it when it came
		 */
		Copy(String payload, String topic, long delivery, long at, List<Use> owing, int deadLettersBefore) {
			this.payload = payload;
			this.topic = topic;
			this.delivery = delivery;
			this.at = at;
			this.owing = owing;
			this.deadLettersBefore = deadLettersBefore;
		}

		String payload() {
			return this.payload;
		}

		String topic() {
			return this.topic;
		}

		long at() {
			return this.at;
		}

		List<Use> owing() {
			return this.owing;
		}

		int deadLettersBefore() {
			return this.deadLettersBefore;
		}

		boolean isAcknowledged() {
			return this.acknowledged;
		}

		@Override
		public String toString() {
			return "'" + this.payload + "' (delivery " + this.delivery + ")";
		}

	}

}
