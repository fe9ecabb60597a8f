package io.mqttdriver.core;

import java.util.ArrayDeque;
import java.util.Queue;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.Reception;
import org.jspecify.annotations.Nullable;

/**
 * Holds a client's messages back, in order and unacknowledged, until the application's
 * listeners are there: a kept session delivers right after the CONNACK. For any thread.
 */
final class Arrivals {

	private final Reception reception;

	private final int qos0Capacity;

	private final Queue<InboundPublish> held = new ArrayDeque<>();

	private volatile boolean open;

	private boolean opening;

	private int qos0Held;

	Arrivals(Reception reception, int qos0Capacity) {
		this.reception = reception;
		this.qos0Capacity = qos0Capacity;
	}

	void received(InboundPublish publish) {
		if (this.open || !hold(publish)) {
			this.reception.received(publish);
		}
	}

	private synchronized boolean hold(InboundPublish publish) {
		if (this.open) {
			return false;
		}
		if (publish.qos() == 0 && this.qos0Held++ >= this.qos0Capacity) {
			return true;
		}
		this.held.add(publish);
		return true;
	}

	/**
	 * Deals out what waited, with no lock held: what comes meanwhile queues up behind.
	 */
	void open() {
		InboundPublish next = begin() ? next() : null;
		while (next != null) {
			this.reception.received(next);
			next = next();
		}
	}

	private synchronized boolean begin() {
		boolean first = !this.opening;
		this.opening = true;
		return first;
	}

	private synchronized @Nullable InboundPublish next() {
		this.open = this.held.isEmpty();
		return this.held.poll();
	}

}
