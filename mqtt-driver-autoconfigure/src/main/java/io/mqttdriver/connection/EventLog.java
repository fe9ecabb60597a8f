package io.mqttdriver.connection;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last hundred connection events. For any thread.
 */
final class EventLog {

	private static final int CAPACITY = 100;

	private final Deque<ConnectionEvent> events = new ArrayDeque<>(CAPACITY);

	private final InstantSource wallClock;

	EventLog(InstantSource wallClock) {
		this.wallClock = wallClock;
	}

	synchronized void add(String type, ClientInfo client, String detail) {
		if (this.events.size() == CAPACITY) {
			this.events.removeFirst();
		}
		this.events.addLast(new ConnectionEvent(this.wallClock.instant(), type, client.clientId(), client.server(),
				client.generation(), detail));
	}

	synchronized List<ConnectionEvent> events() {
		return List.copyOf(this.events);
	}

}
