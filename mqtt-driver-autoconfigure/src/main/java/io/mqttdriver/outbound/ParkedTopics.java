package io.mqttdriver.outbound;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Topics with a publish that was refused as perhaps later. When its wait is over it is
 * sent alone, and what is held behind it goes on once it is acknowledged. Used under the
 * outbox's lock only.
 */
final class ParkedTopics {

	private final Map<String, Parked> topics = new HashMap<>();

	private final NavigableSet<Delivery> wakeUps = new TreeSet<>(Delivery.BY_WAKE_UP);

	/** Keeps a publish if its topic is parked, and says whether it did. */
	boolean hold(Delivery delivery) {
		Parked parked = this.topics.isEmpty() ? null : this.topics.get(delivery.topic());
		if (parked == null || parked.probe == delivery) {
			return false;
		}
		parked.held.add(delivery);
		return true;
	}

	/** Puts a refused publish off; its topic waits with it. */
	void park(Delivery delivery, long until) {
		Parked parked = this.topics.computeIfAbsent(delivery.topic(), (topic) -> new Parked());
		if (parked.probe == delivery) {
			parked.probe = null;
		}
		delivery.notBefore(until);
		parked.held.add(delivery);
		this.wakeUps.add(delivery);
	}

	/** Hands out those whose wait is over. */
	void wake(long now, Consumer<Delivery> ready) {
		while (!this.wakeUps.isEmpty() && this.wakeUps.first().notBefore() - now <= 0) {
			Delivery due = this.wakeUps.first();
			this.wakeUps.remove(due);
			proceed(due.topic(), ready);
		}
	}

	/** A publish is settled: what it held up may go on. */
	void forget(Delivery delivery, boolean acknowledged, Consumer<Delivery> ready) {
		Parked parked = this.topics.isEmpty() ? null : this.topics.get(delivery.topic());
		if (parked == null) {
			return;
		}
		if (parked.held.remove(delivery)) {
			this.wakeUps.remove(delivery);
		}
		else if (parked.probe == delivery) {
			parked.probe = null;
			if (acknowledged) {
				free(delivery.topic(), ready);
				return;
			}
		}
		proceed(delivery.topic(), ready);
	}

	/** Ends every wait: there is another client. */
	void freeAll(Consumer<Delivery> ready) {
		for (String topic : this.topics.keySet().toArray(String[]::new)) {
			free(topic, ready);
		}
	}

	/** The one whose wait ends next. */
	@Nullable Delivery next() {
		return this.wakeUps.isEmpty() ? null : this.wakeUps.first();
	}

	private void proceed(String topic, Consumer<Delivery> ready) {
		Parked parked = this.topics.get(topic);
		if (parked == null || parked.probe != null) {
			return;
		}
		if (parked.held.isEmpty()) {
			this.topics.remove(topic);
			return;
		}
		Delivery first = parked.held.first();
		if (!this.wakeUps.contains(first)) {
			parked.held.remove(first);
			parked.probe = first;
			ready.accept(first);
		}
	}

	private void free(String topic, Consumer<Delivery> ready) {
		Parked parked = this.topics.remove(topic);
		if (parked != null) {
			parked.held.forEach(this.wakeUps::remove);
			parked.held.forEach(ready);
		}
	}

	/**
	 * A topic's waiting publishes in order of acceptance, and the one that tries whether
	 * the server takes them again.
	 */
	private static final class Parked {

		private final NavigableSet<Delivery> held = new TreeSet<>(Delivery.BY_ACCEPTANCE);

		private @Nullable Delivery probe;

	}

}
