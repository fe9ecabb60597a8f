package io.mqttdriver.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.WireSubscription;
import io.mqttdriver.simulation.Arrivals.Copy;
import io.mqttdriver.simulation.SubscriptionBook.Use;

/**
 * What came in, and what handlers did with it. Payloads are {@code m} with a number.
 */
final class InboundBook {

	private final Ledger ledger;

	private final Settings settings;

	private final Map<String, Passage> passages = new HashMap<>();

	private final Map<Integer, Arrivals> arrivals = new HashMap<>();

	private final Map<Integer, Set<String>> identifiers = new HashMap<>();

	private final Map<String, List<String>> byTopic = new HashMap<>();

	private final Map<String, Integer> begun = new HashMap<>();

	private int running;

	InboundBook(Ledger ledger, Settings settings) {
		this.ledger = ledger;
		this.settings = settings;
	}

	/** The driver asks for filters under an identifier. */
	void subscribing(int identifier, List<WireSubscription> filters) {
		for (WireSubscription one : filters) {
			this.identifiers.values().forEach((former) -> former.remove(one.filter()));
			this.identifiers.computeIfAbsent(identifier, (key) -> new HashSet<>()).add(one.filter());
		}
	}

	/** The engine tells of a message. */
	void received(int client, InboundPublish publish, String payload) {
		Passage passage = this.passages.computeIfAbsent(payload, (key) -> new Passage());
		passage.copies++;
		this.byTopic.computeIfAbsent(publish.topic(), (key) -> new ArrayList<>()).add(payload);
		if (publish.qos() > 0) {
			List<Use> owing = owing(publish);
			this.arrivals.computeIfAbsent(client, (key) -> new Arrivals(this.settings))
				.add(new Copy(payload, publish.topic(), publish.delivery(), this.ledger.now(), owing,
						passage.deadLetters));
		}
	}

	/** Who must be done with it before it is acknowledged: as far as is certain. */
	private List<Use> owing(InboundPublish publish) {
		List<Use> matching = this.ledger.subscriptions().matching(publish.topic(), this.ledger.now());
		Set<String> named = new HashSet<>();
		publish.identifiers().forEach((one) -> named.addAll(this.identifiers.getOrDefault(one, Set.of())));
		if (publish.identifiers().isEmpty()) {
			return matching;
		}
		return matching.stream().filter((use) -> named.contains(use.filter())).toList();
	}

	/** A handler begins with a message. */
	void began(Use use, String topic, String payload) {
		this.running++;
		Passage passage = this.passages.get(payload);
		this.ledger.require(passage != null, Invariant.DEAD_CLIENT_CHANGES_NOTHING,
				() -> use + " got '" + payload + "', which no living client brought");
		if (passage == null) {
			return;
		}
		Work work = passage.work(use);
		work.runs++;
		this.ledger.require(work.runs <= passage.copies * (this.settings.retries() + 1), Invariant.HANDLED_AS_SENT,
				() -> use + " got '" + payload + "' " + work.runs + " times, which came " + passage.copies + " times");
		if (work.failures > 0) {
			return;
		}
		requireInOrder(use, topic, payload);
	}

	/**
	 * What a handler gets of a topic is what came, in this order, perhaps not all of it.
	 */
	private void requireInOrder(Use use, String topic, String payload) {
		List<String> came = this.byTopic.get(topic);
		String lane = use.number() + " " + topic;
		int at = this.begun.getOrDefault(lane, 0);
		while (at < came.size() && !came.get(at).equals(payload)) {
			at++;
		}
		this.begun.put(lane, at + 1);
		this.ledger.require(at < came.size(), Invariant.HANDLED_AS_SENT,
				() -> use + " got '" + payload + "' after a later message of its topic");
	}

	void succeeded(Use use, String payload) {
		this.running--;
		this.passages.get(payload).work(use).failures = 0;
		if (!use.isManual()) {
			finished(use, payload);
		}
	}

	/** Handled well, or acknowledged by hand. */
	void finished(Use use, String payload) {
		this.passages.get(payload).work(use).finishedAt = this.ledger.now();
	}

	void failed(Use use, String payload) {
		this.running--;
		Work work = this.passages.get(payload).work(use);
		if (++work.failures > this.settings.retries()) {
			work.failures = 0;
			work.givenUpAt = this.ledger.now();
			if (this.settings.deadLetterTopic() == null) {
				work.finishedAt = this.ledger.now();
			}
		}
	}

	/** A dead letter was acknowledged by the broker. */
	void deadLettered(String payload) {
		Passage passage = this.passages.get(payload);
		passage.deadLetters++;
		passage.works.values().stream().filter((work) -> work.givenUpAt >= 0).forEach((work) -> {
			work.givenUpAt = -1;
			work.finishedAt = this.ledger.now();
		});
	}

	/** The driver gave up what waited: who fails is not tried again. */
	void abandoned() {
		this.passages.values().forEach((passage) -> passage.works.values().forEach((work) -> work.failures = 0));
	}

	/** The driver acknowledges. */
	void acknowledging(int client, long delivery) {
		Arrivals all = this.arrivals.computeIfAbsent(client, (key) -> new Arrivals(this.settings));
		Copy copy = all.find(delivery);
		this.ledger.require(copy != null && !copy.isAcknowledged(), Invariant.HANDLED_BEFORE_ACKNOWLEDGED,
				() -> "delivery " + delivery + " of client " + client + " is acknowledged "
						+ ((copy != null) ? "twice" : "but never came"));
		if (copy != null) {
			Copy passed = all.wronglyPassed(copy, this.ledger.now());
			this.ledger.require(passed == null, Invariant.ACKNOWLEDGED_IN_ORDER,
					() -> copy + " of client " + client + " is acknowledged before " + passed);
			all.acknowledge(copy);
			requireDone(client, copy);
		}
	}

	private void requireDone(int client, Copy copy) {
		Passage passage = this.passages.get(copy.payload());
		for (Use use : copy.owing()) {
			long finished = passage.work(use).finishedAt;
			this.ledger.require(finished >= copy.at() || use.isCancelled(), Invariant.HANDLED_BEFORE_ACKNOWLEDGED,
					() -> copy + " of client " + client + " is acknowledged but not done by " + use);
		}
		boolean unhandled = copy.topic().startsWith("in/") && copy.owing().isEmpty()
				&& this.settings.deadLetterTopic() != null && !this.ledger.subscriptions().everMatched(copy.topic());
		this.ledger.require(!unhandled || passage.deadLetters > copy.deadLettersBefore(),
				Invariant.HANDLED_BEFORE_ACKNOWLEDGED,
				() -> copy + " of client " + client + " is acknowledged, taken by nobody and not dead-lettered");
	}

	/** How many handlers are at work. */
	int running() {
		return this.running;
	}

	/** Whether an older message of the same client is not acknowledged yet. */
	boolean isOutOfOrder(int client, String payload) {
		Arrivals all = this.arrivals.get(client);
		return all != null && all.isOutOfOrder(payload);
	}

	/**
	 * A message over all clients.
	 */
	private static final class Passage {

		private final Map<Integer, Work> works = new HashMap<>();

		private int copies;

		private int deadLetters;

		Work work(Use use) {
			return this.works.computeIfAbsent(use.number(), (key) -> new Work());
		}

	}

	/**
	 * What one handler did with one message.
	 */
	private static final class Work {

		private int runs;

		private int failures;

		private long givenUpAt = -1;

		private long finishedAt = -1;

	}

}
