package io.mqttdriver.subscription;

import java.util.ArrayList;
import java.util.List;

import io.mqttdriver.engine.WireSubscription;
import io.mqttdriver.topic.TopicFilter;

/**
 * One filter and its users. Confined to the ledger's thread.
 */
final class Wanted<S> {

	private final TopicFilter filter;

	private final int group;

	private final List<Subscriber<S>> users = new ArrayList<>();

	private boolean subscribedBefore;

	private final Standing standing = new Standing();

	Wanted(TopicFilter filter, int group) {
		this.filter = filter;
		this.group = group;
	}

	TopicFilter filter() {
		return this.filter;
	}

	int group() {
		return this.group;
	}

	List<Subscriber<S>> users() {
		return this.users;
	}

	int qos() {
		return this.users.stream().mapToInt(Subscriber::qos).max().orElse(0);
	}

	WireSubscription onTheWire() {
		int handling = this.users.stream()
			.mapToInt((user) -> user.retained().handling(this.subscribedBefore))
			.min()
			.orElse(0);
		return new WireSubscription(this.filter.filter(), qos(), handling);
	}

	boolean isNew() {
		return !this.subscribedBefore;
	}

	/** For any thread. */
	Standing standing() {
		return this.standing;
	}

	void answered(int reasonCode) {
		this.subscribedBefore |= reasonCode < 0x80;
		List.copyOf(this.users).forEach((user) -> user.answer().complete(reasonCode));
	}

	Route<S> route() {
		return new Route<>(this.group, this.standing, this.users.stream().map(Subscriber::target).distinct().toList());
	}

}
