package io.mqttdriver.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * What the simulated broker keeps for a client id: filters, and messages that are not
 * acknowledged.
 */
final class BrokerSession {

	private final Map<String, Granted> filters = new LinkedHashMap<>();

	private final Set<String> refused = new HashSet<>();

	private final Deque<Message> waiting = new ArrayDeque<>();

	private final Map<Long, Message> inFlight = new LinkedHashMap<>();

	private @Nullable BrokerPeer connected;

	private long expiresAt = Long.MAX_VALUE;

	private long deliveries;

	void subscribe(String filter, int qos, int identifier) {
		this.refused.remove(filter);
		this.filters.put(filter, new Granted(TopicFilter.of(filter), qos, identifier));
	}

	boolean unsubscribe(String filter) {
		this.refused.remove(filter);
		return this.filters.remove(filter) != null;
	}

	/** Whether the last answer to some filter was a refusal. */
	boolean isRefused() {
		return !this.refused.isEmpty();
	}

	void refuse(String filter) {
		this.refused.add(filter);
	}

	/** Filter to granted QoS. */
	Map<String, Integer> filters() {
		Map<String, Integer> all = new LinkedHashMap<>();
		this.filters.forEach((filter, granted) -> all.put(filter, granted.qos));
		return all;
	}

	int unacknowledged() {
		return this.waiting.size() + this.inFlight.size();
	}

	@Nullable BrokerPeer connected() {
		return this.connected;
	}

	void connect(BrokerPeer peer) {
		this.connected = peer;
		this.expiresAt = Long.MAX_VALUE;
		this.deliveries = 0;
		this.refused.clear();
		List<Message> again = new ArrayList<>(this.inFlight.values());
		this.inFlight.clear();
		for (int i = again.size() - 1; i >= 0; i--) {
			this.waiting.addFirst(again.get(i));
		}
	}

	void disconnected(long expiresAt) {
		this.connected = null;
		this.expiresAt = expiresAt;
	}

	boolean isExpired(long now) {
		return now >= this.expiresAt;
	}

	/** A message for whoever has subscribed, one copy or one for each filter. */
	void route(String topic, String payload, int qos, boolean copyForEachFilter) {
		List<Granted> matching = this.filters.values().stream().filter((one) -> one.filter.matches(topic)).toList();
		if (copyForEachFilter) {
			matching.forEach((one) -> offer(topic, payload, Math.min(qos, one.qos), List.of(one)));
		}
		else if (!matching.isEmpty()) {
			int highest = matching.stream().mapToInt(Granted::qos).max().orElse(0);
			offer(topic, payload, Math.min(qos, highest), matching);
		}
	}

	private void offer(String topic, String payload, int qos, List<Granted> matching) {
		List<Integer> identifiers = matching.stream().map(Granted::identifier).filter((one) -> one > 0).toList();
		Message message = new Message(topic, payload, qos, false, identifiers, PublishProperties.NONE);
		if (qos == 0) {
			if (this.connected != null) {
				this.connected.deliver(message, 0);
			}
		}
		else {
			this.waiting.add(message);
			pump();
		}
	}

	void acknowledged(long delivery) {
		this.inFlight.remove(delivery);
		pump();
	}

	/** Sends what the receive maximum of the client allows. */
	void pump() {
		while (this.connected != null && !this.waiting.isEmpty()
				&& this.inFlight.size() < this.connected.receiveMaximum()) {
			Message next = this.waiting.remove();
			long delivery = ++this.deliveries;
			this.inFlight.put(delivery, next);
			this.connected.deliver(next, delivery);
		}
	}

	private record Granted(TopicFilter filter, int qos, int identifier) {
	}

}
