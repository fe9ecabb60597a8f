package io.mqttdriver.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent, oldest first. Used under the outbox's lock only.
 */
final class Backlog {

	private final NavigableSet<Delivery> ready = new TreeSet<>(Delivery.BY_ACCEPTANCE);

	private final NavigableSet<Delivery> expiring = new TreeSet<>(Delivery.BY_EXPIRY);

	private final ParkedTopics parked = new ParkedTopics();

	void add(Delivery delivery) {
		this.ready.add(delivery);
		if (delivery.expires()) {
			this.expiring.add(delivery);
		}
	}

	/** The oldest that may be sent, taken out; or none. */
	@Nullable Delivery poll() {
		Delivery delivery = this.ready.pollFirst();
		while (delivery != null && this.parked.hold(delivery)) {
			delivery = this.ready.pollFirst();
		}
		if (delivery != null && delivery.expires()) {
			this.expiring.remove(delivery);
		}
		return delivery;
	}

	/** Puts off one that was sent and refused. */
	void park(Delivery delivery, long until) {
		this.parked.park(delivery, until);
		if (delivery.expires()) {
			this.expiring.add(delivery);
		}
	}

	void wake(long now) {
		this.parked.wake(now, this.ready::add);
	}

	void forget(Delivery delivery, boolean acknowledged) {
		this.ready.remove(delivery);
		if (delivery.expires()) {
			this.expiring.remove(delivery);
		}
		this.parked.forget(delivery, acknowledged, this.ready::add);
	}

	/**
	 * The client is dead: waits that its refusals caused end.
	 * @return those of QoS 0, taken out
	 */
	List<Delivery> withoutClient() {
		this.parked.freeAll(this.ready::add);
		List<Delivery> lost = new ArrayList<>();
		for (Delivery delivery : this.ready) {
			if (delivery.qos() == 0) {
				lost.add(delivery);
			}
		}
		lost.forEach(this.ready::remove);
		lost.forEach(this.expiring::remove);
		return lost;
	}

	/** Those whose message expiry has passed. */
	List<Delivery> expired(long now) {
		List<Delivery> expired = new ArrayList<>();
		for (Delivery delivery : this.expiring) {
			if (now - delivery.expiresAt() < 0) {
				break;
			}
			expired.add(delivery);
		}
		return expired;
	}

	@Nullable Delivery nextToExpire() {
		return this.expiring.isEmpty() ? null : this.expiring.first();
	}

	@Nullable Delivery nextToWake() {
		return this.parked.next();
	}

}
