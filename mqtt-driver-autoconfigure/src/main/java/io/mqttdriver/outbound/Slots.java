package io.mqttdriver.outbound;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is in flight on one client, in the order of sending. Used under the outbox's lock
 * only.
 */
final class Slots {

	private final Map<Long, Slot> slots = new LinkedHashMap<>();

	private @Nullable Slot oldest;

	private long lastToken;

	/**
	 * QoS 0 was sent, and nothing answered since: the server may not have seen it yet.
	 */
	private boolean unproved;

	Slot add(Delivery delivery, long now) {
		Slot slot = new Slot(++this.lastToken, delivery, now);
		this.slots.put(slot.token(), slot);
		chooseOldest(now);
		return slot;
	}

	@Nullable Slot remove(long token, long now) {
		Slot slot = this.slots.remove(token);
		if (slot != null) {
			this.unproved = slot.delivery().qos() == 0;
		}
		if (slot != null && slot == this.oldest) {
			this.oldest = null;
			chooseOldest(now);
		}
		return slot;
	}

	/** Empties it and returns what was in it. */
	List<Delivery> clear() {
		List<Delivery> deliveries = deliveries();
		this.slots.clear();
		this.oldest = null;
		return deliveries;
	}

	List<Delivery> deliveries() {
		List<Delivery> deliveries = new ArrayList<>();
		this.slots.values().forEach((slot) -> deliveries.add(slot.delivery()));
		return deliveries;
	}

	int size() {
		return this.slots.size();
	}

	/** The only one that the server can have to do with; or none. */
	@Nullable Slot only() {
		return (this.slots.size() == 1 && !this.unproved) ? this.oldest : null;
	}

	@Nullable Slot oldest() {
		return this.oldest;
	}

	private void chooseOldest(long now) {
		if (this.oldest == null && !this.slots.isEmpty()) {
			Slot first = this.slots.values().iterator().next();
			first.oldest(now);
			this.oldest = first;
		}
	}

}
