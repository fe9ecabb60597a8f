package io.mqttdriver.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether the application's listeners are there. For any thread.
 */
final class Gate {

	private final Set<Arrivals> waiting = ConcurrentHashMap.newKeySet();

	private volatile boolean open;

	Gate(boolean open) {
		this.open = open;
	}

	void admit(Arrivals arrivals) {
		this.waiting.add(arrivals);
		if (this.open) {
			openAll();
		}
	}

	void forget(Arrivals arrivals) {
		this.waiting.remove(arrivals);
	}

	void open() {
		this.open = true;
		openAll();
	}

	void close() {
		this.open = false;
	}

	private void openAll() {
		for (Arrivals arrivals : this.waiting) {
			this.waiting.remove(arrivals);
			arrivals.open();
		}
	}

}
