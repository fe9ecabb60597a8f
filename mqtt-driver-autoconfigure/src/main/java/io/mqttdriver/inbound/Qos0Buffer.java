package io.mqttdriver.inbound;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Bounds what waits at QoS 0, which no receive maximum holds back: by count and by bytes,
 * over all listeners. The oldest goes; one alone may always wait. Safe for use by many
 * threads; nothing is called while the monitor is held.
 */
final class Qos0Buffer {

	private final int capacity;

	private final long maxBytes;

	private final InboundObserver observer;

	private final Set<Waiting> waiting = new LinkedHashSet<>();

	private long bytes;

	Qos0Buffer(int capacity, long maxBytes, InboundObserver observer) {
		this.capacity = capacity;
		this.maxBytes = maxBytes;
		this.observer = observer;
	}

	/** Takes one in, and drops the oldest beyond the bounds. */
	void add(Waiting newest) {
		for (Waiting evicted : addAndEvict(newest)) {
			if (evicted.drop()) {
				this.observer.dropped("qos0-overflow");
			}
		}
	}

	private synchronized List<Waiting> addAndEvict(Waiting newest) {
		this.waiting.add(newest);
		this.bytes += newest.bytes();
		List<Waiting> evicted = new ArrayList<>();
		Iterator<Waiting> oldest = this.waiting.iterator();
		while (isOverfull()) {
			Waiting next = oldest.next();
			oldest.remove();
			this.bytes -= next.bytes();
			evicted.add(next);
		}
		return evicted;
	}

	private boolean isOverfull() {
		int count = this.waiting.size();
		return count > 1 && (count > this.capacity || this.bytes > this.maxBytes);
	}

	/** It waits no longer. */
	synchronized void remove(Waiting one) {
		if (this.waiting.remove(one)) {
			this.bytes -= one.bytes();
		}
	}

	synchronized int size() {
		return this.waiting.size();
	}

	synchronized long bytes() {
		return this.bytes;
	}

	/**
	 * A message that waits.
	 */
	interface Waiting {

		/** Its size, always the same. */
		long bytes();

		/**
		 * Gives it up.
		 * @return {@code false} if it had just stopped waiting
		 */
		boolean drop();

	}

}
