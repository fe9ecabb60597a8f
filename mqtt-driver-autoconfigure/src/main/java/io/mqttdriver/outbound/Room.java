package io.mqttdriver.outbound;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

import org.jspecify.annotations.Nullable;

/**
 * What is accepted and not yet settled, bounded by count and bytes, in the order of
 * acceptance, which is that of the delivery timeouts; and the callers that wait for room,
 * first come first served. Used under the outbox's lock only.
 */
final class Room {

	/** What a publish takes beside its bytes: objects and places in collections. */
	static final int OVERHEAD = 256;

	private final String name;

	private final PublishSettings settings;

	private final boolean callersWait;

	private final Lock lock;

	private final Set<Delivery> pending = new LinkedHashSet<>();

	private final Map<Delivery, Condition> waiting = new LinkedHashMap<>();

	private long bytes;

	Room(String name, PublishSettings settings, boolean callersWait, Lock lock) {
		this.name = name;
		this.settings = settings;
		this.callersWait = callersWait;
		this.lock = lock;
	}

	/** Which bound is in the way, and the way out; or none. */
	@Nullable String obstacle(Delivery delivery) {
		long size = delivery.packetSize() + OVERHEAD;
		if (canNeverHold(delivery)) {
			return "it takes " + size + " bytes, more than mqtt.driver.publish.outbox.max-bytes ("
					+ this.settings.maxBytes() + ") allows at all: raise that, or publish less at once";
		}
		if (this.pending.size() >= this.settings.capacity()) {
			return this.name + " holds " + this.pending.size()
					+ " unsettled publishes, as many as mqtt.driver.publish.outbox.capacity allows: " + wayOut();
		}
		if (this.bytes + size > this.settings.maxBytes()) {
			return this.name + " holds " + this.bytes + " bytes of unsettled publishes and this one takes " + size
					+ ", more than mqtt.driver.publish.outbox.max-bytes (" + this.settings.maxBytes() + ") allows: "
					+ wayOut();
		}
		return null;
	}

	private String wayOut() {
		return (this.callersWait) ? "raise that, or publish slower"
				: "raise that, publish slower, or set mqtt.driver.publish.outbox.when-full=wait";
	}

	boolean callersWait() {
		return this.callersWait;
	}

	boolean canNeverHold(Delivery delivery) {
		return delivery.packetSize() + OVERHEAD > this.settings.maxBytes();
	}

	/** Whether it fits and nobody waits before it. */
	boolean admits(Delivery delivery) {
		boolean first = this.waiting.isEmpty() || this.waiting.keySet().iterator().next() == delivery;
		return first && obstacle(delivery) == null;
	}

	void add(Delivery delivery) {
		this.pending.add(delivery);
		this.bytes += delivery.packetSize() + OVERHEAD;
	}

	void remove(Delivery delivery) {
		if (this.pending.remove(delivery)) {
			this.bytes -= delivery.packetSize() + OVERHEAD;
			wakeFirst();
		}
	}

	void await(Delivery delivery, long nanos) throws InterruptedException {
		// May wake without cause: the caller looks again
		this.waiting.computeIfAbsent(delivery, (key) -> this.lock.newCondition()).awaitNanos(nanos);
	}

	void leave(Delivery delivery) {
		if (this.waiting.remove(delivery) != null) {
			wakeFirst();
		}
	}

	void wakeAll() {
		this.waiting.values().forEach(Condition::signal);
	}

	private void wakeFirst() {
		if (!this.waiting.isEmpty()) {
			this.waiting.values().iterator().next().signal();
		}
	}

	int size() {
		return this.pending.size();
	}

	long bytes() {
		return this.bytes;
	}

	List<Delivery> all() {
		return new ArrayList<>(this.pending);
	}

	/** Those whose delivery timeout has passed. */
	List<Delivery> due(long now) {
		List<Delivery> due = new ArrayList<>();
		for (Delivery delivery : this.pending) {
			if (now - deadline(delivery) < 0) {
				break;
			}
			due.add(delivery);
		}
		return due;
	}

	/** The one whose delivery timeout comes next. */
	@Nullable Delivery next() {
		return this.pending.isEmpty() ? null : this.pending.iterator().next();
	}

	long deadline(Delivery delivery) {
		return delivery.begun() + this.settings.deliveryTimeoutNanos();
	}

}
