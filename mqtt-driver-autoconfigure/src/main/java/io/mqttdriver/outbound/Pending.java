package io.mqttdriver.outbound;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import io.mqttdriver.MqttDriverException;
import org.jspecify.annotations.Nullable;

/**
 * What is accepted and not yet settled, where it waits, and the lock that guards it. What
 * says so is used under the lock; the rest is called without it.
 */
final class Pending {

	private final Lock lock = new ReentrantLock();

	private final Room main;

	private final Room reserved;

	private final Backlog backlog = new Backlog();

	private final Suspects suspects = new Suspects();

	private final Settlements settlements;

	private List<CompletableFuture<Void>> drains = new ArrayList<>();

	private @Nullable Window current;

	private long lastSequence;

	Pending(PublishSettings settings, Settlements settlements) {
		this.settlements = settlements;
		this.main = new Room("the outbox", settings, settings.waitWhenFull(), this.lock);
		this.reserved = new Room("the room for dead letters and replies", settings, false, this.lock);
	}

	Lock lock() {
		return this.lock;
	}

	Room main() {
		return this.main;
	}

	Room reserved() {
		return this.reserved;
	}

	/** Used under the lock. */
	Backlog backlog() {
		return this.backlog;
	}

	/** Used under the lock. */
	Suspects suspects() {
		return this.suspects;
	}

	/** Used under the lock. */
	int size() {
		return this.main.size() + this.reserved.size();
	}

	/** Used under the lock: the started window, or none. */
	@Nullable Window current() {
		return this.current;
	}

	/** Used under the lock. */
	void current(Window window) {
		this.current = window;
	}

	/** Used under the lock. */
	void add(Delivery delivery) {
		delivery.accepted(++this.lastSequence);
		delivery.room().add(delivery);
		this.backlog.add(delivery);
	}

	/** Used under the lock. Whoever settled it meanwhile takes it out later. */
	void putOff(Delivery delivery, long until) {
		if (!delivery.isSettled()) {
			this.backlog.park(delivery, until);
		}
	}

	/**
	 * Used under the lock: the client of a window is dead.
	 * @return those of QoS 0, which are not sent again
	 */
	List<Delivery> takeBack(Window window, List<Delivery> inFlight) {
		List<Delivery> lost = new ArrayList<>();
		for (Delivery delivery : inFlight) {
			if (delivery.qos() == 0) {
				lost.add(delivery);
			}
			else if (!delivery.isSettled()) {
				this.backlog.add(delivery);
			}
		}
		if (this.current == window) {
			this.current = null;
			lost.addAll(this.backlog.withoutClient());
		}
		return lost;
	}

	/** When nothing is pending. */
	CompletableFuture<Void> drained() {
		CompletableFuture<Void> drained = new CompletableFuture<>();
		this.lock.lock();
		try {
			if (size() > 0) {
				this.drains.add(drained);
				return drained;
			}
		}
		finally {
			this.lock.unlock();
		}
		drained.complete(null);
		return drained;
	}

	void acknowledged(Delivery delivery, int reasonCode) {
		if (delivery.settle()) {
			List<CompletableFuture<Void>> drained = forget(delivery, true);
			this.settlements.acknowledged(delivery, reasonCode);
			complete(drained);
		}
	}

	void failed(Delivery delivery, MqttDriverException failure) {
		if (delivery.settle()) {
			List<CompletableFuture<Void>> drained = forget(delivery, false);
			this.settlements.failed(delivery, failure);
			complete(drained);
		}
	}

	private List<CompletableFuture<Void>> forget(Delivery delivery, boolean acknowledged) {
		this.lock.lock();
		try {
			delivery.room().remove(delivery);
			this.backlog.forget(delivery, acknowledged);
			this.suspects.clear(delivery);
			if (this.drains.isEmpty() || size() > 0) {
				return List.of();
			}
			List<CompletableFuture<Void>> drained = this.drains;
			this.drains = new ArrayList<>();
			return drained;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void complete(List<CompletableFuture<Void>> drained) {
		drained.forEach((future) -> this.settlements.call(() -> future.complete(null)));
	}

}
