package io.mqttdriver.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Carries messages from clients to matching subscribers, keeps retained ones. Used by the
 * broker's thread alone, but for the volatile switch.
 */
final class Router {

	volatile boolean copyForEachFilter;

	private final Set<FakeConnection> connections = new LinkedHashSet<>();

	private final Map<String, FakePublish> retained = new LinkedHashMap<>();

	private int turn;

	void add(FakeConnection connection) {
		this.connections.add(connection);
	}

	void remove(FakeConnection connection) {
		this.connections.remove(connection);
	}

	List<FakeConnection> connections() {
		return List.copyOf(this.connections);
	}

	void forgetRetained() {
		this.retained.clear();
	}

	void route(FakePublish message, @Nullable FakeConnection from) {
		if (message.retain) {
			retain(message);
		}
		Map<String, List<Wish>> shared = new LinkedHashMap<>();
		for (FakeConnection connection : connections()) {
			List<Wish> own = new ArrayList<>();
			for (Wish wish : connection.wishes()) {
				if (!TopicMatch.matches(wish.filter().filter(), message.topic)) {
					continue;
				}
				if (TopicMatch.isShared(wish.filter().filter())) {
					shared.computeIfAbsent(wish.filter().filter(), (key) -> new ArrayList<>()).add(wish);
				}
				else if (!(wish.filter().noLocal() && connection == from)) {
					own.add(wish);
				}
			}
			deliver(message, own);
		}
		shared.values().forEach((wishes) -> deliver(message, List.of(wishes.get(this.turn++ % wishes.size()))));
	}

	void sendRetained(Wish wish, boolean known) {
		ReceivedPacket.Filter filter = wish.filter();
		boolean wanted = filter.retainHandling() == 0 || (filter.retainHandling() == 1 && !known);
		if (!wanted || TopicMatch.isShared(filter.filter())) {
			return;
		}
		for (FakePublish message : List.copyOf(this.retained.values())) {
			if (TopicMatch.matches(filter.filter(), message.topic)) {
				wish.connection().publish(copy(message, List.of(wish)).retain(true));
			}
		}
	}

	private void retain(FakePublish message) {
		if (message.payload.length == 0) {
			this.retained.remove(message.topic);
		}
		else {
			this.retained.put(message.topic, message);
		}
	}

	private void deliver(FakePublish message, List<Wish> wishes) {
		if (this.copyForEachFilter) {
			wishes.forEach((wish) -> wish.connection().publish(copy(message, List.of(wish))));
		}
		else if (!wishes.isEmpty()) {
			wishes.get(0).connection().publish(copy(message, wishes));
		}
	}

	private static FakePublish copy(FakePublish message, List<Wish> wishes) {
		FakePublish copy = FakePublish.to(message.topic).payload(message.payload);
		copy.properties.values.putAll(message.properties.values);
		copy.properties.user.addAll(message.properties.user);
		int granted = 0;
		for (Wish wish : wishes) {
			granted = Math.max(granted, wish.filter().qos());
			copy.retain |= message.retain && wish.filter().retainAsPublished();
			if (wish.identifier() != null) {
				copy.subscriptionIdentifiers(wish.identifier());
			}
		}
		return copy.qos(Math.min(message.qos, granted));
	}

	/** One filter of one client. */
	record Wish(FakeConnection connection, ReceivedPacket.Filter filter, @Nullable Integer identifier) {
	}

}
