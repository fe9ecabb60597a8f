package io.mqttdriver.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.topic.TopicFilter;

/**
 * What the application has subscribed to.
 */
final class SubscriptionBook {

	private final Ledger ledger;

	private final Settings settings;

	private final List<Use> uses = new ArrayList<>();

	SubscriptionBook(Ledger ledger, Settings settings) {
		this.ledger = ledger;
		this.settings = settings;
	}

	Use wanted(String filter, int qos, Kind kind) {
		Use use = new Use(this.uses.size(), filter, qos, kind, this.ledger.now());
		this.uses.add(use);
		return use;
	}

	void cancelled(Use use) {
		if (use.cancelledAt < 0) {
			use.cancelledAt = this.ledger.now();
		}
	}

	/** Those that matched a topic for certain at a time, and still do. */
	List<Use> matching(String topic, long at) {
		return this.uses.stream()
			.filter((use) -> use.cancelledAt < 0 && use.wantedAt < at && use.topicFilter.matches(topic))
			.toList();
	}

	/** Whether some handler of now or former times may have taken a topic. */
	boolean everMatched(String topic) {
		return this.uses.stream().anyMatch((use) -> use.topicFilter.matches(topic));
	}

	List<Use> active() {
		return this.uses.stream().filter((use) -> use.cancelledAt < 0).toList();
	}

	/**
	 * What the broker has is what is wanted. The QoS may be higher: it is not lowered
	 * when the user who wanted more is gone.
	 */
	void requirePresent(Map<String, Integer> atBroker) {
		Map<String, Integer> wanted = new HashMap<>();
		active().forEach((use) -> wanted.merge(use.filter, use.qos, Math::max));
		Map<String, Integer> there = new HashMap<>(atBroker);
		there.remove(Settings.VALIDATION_TOPIC);
		boolean present = wanted.keySet().containsAll(there.keySet())
				&& wanted.entrySet().stream().allMatch((one) -> isServed(one.getKey(), one.getValue(), there));
		this.ledger.require(present, Invariant.WANTED_SUBSCRIPTIONS,
				() -> "wanted are " + wanted + " but the broker has " + there);
	}

	/** The ways to handle messages. */
	enum Kind {

		/** By {@code MqttDriver.subscribe}. */
		PROGRAMMATIC,

		/** By a listener's method. */
		LISTENER,

		/** By a listener's method that returns a future. */
		ASYNCHRONOUS,

		/** By a listener's method that acknowledges by hand. */
		MANUAL

	}

	/** A filter that another one covers is left to that where copies can't be marked. */
	private boolean isServed(String filter, int qos, Map<String, Integer> there) {
		if (this.settings.identifiers()) {
			return there.getOrDefault(filter, -1) >= qos;
		}
		return there.entrySet()
			.stream()
			.anyMatch((one) -> one.getValue() >= qos && TopicFilter.of(one.getKey()).covers(TopicFilter.of(filter)));
	}

	/**
	 * One handler's use of one filter.
	 */
	static final class Use {

		private final int number;

		private final String filter;

		private final TopicFilter topicFilter;

		private final int qos;

		private final Kind kind;

		private final long wantedAt;

		private long cancelledAt = -1;

		Use(int number, String filter, int qos, Kind kind, long wantedAt) {
			this.number = number;
			this.filter = filter;
			this.topicFilter = TopicFilter.of(filter);
			this.qos = qos;
			this.kind = kind;
			this.wantedAt = wantedAt;
		}

		int number() {
			return this.number;
		}

		String filter() {
			return this.filter;
		}

		boolean isManual() {
			return this.kind == Kind.MANUAL;
		}

		Kind kind() {
			return this.kind;
		}

		boolean isCancelled() {
			return this.cancelledAt >= 0;
		}

		@Override
		public String toString() {
			return "handler " + this.number + " (" + this.kind + ") of " + this.filter + " QoS " + this.qos;
		}

	}

}
