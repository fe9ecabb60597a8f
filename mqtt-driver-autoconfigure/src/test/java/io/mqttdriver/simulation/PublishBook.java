package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttNotConnectedException;
import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublishExpiredException;
import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttPublishTimeoutException;
import io.mqttdriver.engine.OutboundPublish;
import org.jspecify.annotations.Nullable;

/**
 * What the application published. Payloads are {@code p} with a number that counts up.
 */
final class PublishBook {

	private static final long SLACK = 100_000_000L;

	private static final Set<Integer> PERHAPS_LATER = Set.of(0x80, 0x83, 0x97);

	private final Ledger ledger;

	private final Settings settings;

	private final List<Offer> offers = new ArrayList<>();

	private final Map<String, Integer> firstAttempts = new HashMap<>();

	private final Map<String, List<Offer>> refused = new HashMap<>();

	private final Crowd crowd;

	private int unsettled;

	private int sent;

	PublishBook(Ledger ledger, Settings settings) {
		this.ledger = ledger;
		this.settings = settings;
		this.crowd = new Crowd(ledger, settings.capacity());
	}

	/** All that happened at this time has happened. */
	void timePassed() {
		this.crowd.timePassed();
	}

	/** Makes the record of a publish that is going to be offered. */
	Offer offer(String topic, int qos, @Nullable Duration expiry) {
		Offer offer = new Offer(this.offers.size(), topic, qos, expiry, this.ledger.now());
		this.offers.add(offer);
		return offer;
	}

	/** The driver gave this future. */
	void offered(Offer offer, CompletableFuture<MqttPublishResult> future) {
		this.unsettled++;
		this.crowd.offered(offer.number, offer.whileStopped ? 0 : offer.unsettledBefore);
		future.whenComplete((result, failure) -> settled(offer, result, failure));
	}

	/** The driver hands it to the engine. */
	void publishing(int client, long token, OutboundPublish publish, String payload) {
		Offer offer = of(payload);
		offer.attempts++;
		this.ledger.require(offer.settledAt < 0 || offer.settledAt == this.ledger.now(),
				Invariant.REPEATED_ONLY_WHEN_UNACKNOWLEDGED, () -> offer + " is sent although its future is done");
		this.ledger.require(offer.openOn < 0 || this.ledger.clients().isClosed(offer.openOn),
				Invariant.REPEATED_ONLY_WHEN_UNACKNOWLEDGED,
				() -> offer + " is sent again while it is open on client " + offer.openOn);
		requireNotExpired(offer, publish);
		requireNoneRefusedBefore(offer, client);
		if (offer.attempts == 1) {
			Integer former = this.firstAttempts.put(offer.topic, offer.number);
			this.ledger.require(former == null || former < offer.number, Invariant.ORDER_OF_FIRST_ATTEMPTS,
					() -> offer + " is sent for the first time after p" + former);
		}
		if (offer.openOn < 0 && offer.settledAt < 0 && offer.qos > 0) {
			this.sent++;
		}
		offer.openOn = (offer.qos > 0) ? client : -1;
		offer.refusedOn = -1;
	}

	private void requireNoneRefusedBefore(Offer offer, int client) {
		for (Offer refused : this.refused.getOrDefault(offer.topic, List.of())) {
			this.ledger.require(refused.number >= offer.number || refused.refusedOn != client || refused.isOver(),
					Invariant.REFUSED_HOLDS_ITS_TOPIC,
					() -> offer + " is sent while " + refused + " waits after its refusal");
		}
	}

	private void requireNotExpired(Offer offer, OutboundPublish publish) {
		Duration left = publish.properties().messageExpiry();
		Duration expiry = offer.expiry;
		if (expiry == null) {
			this.ledger.require(left == null, Invariant.REPEATED_ONLY_WHEN_UNACKNOWLEDGED,
					() -> offer + " expires in " + left);
			return;
		}
		long rest = expiry.toNanos() - (this.ledger.now() - offer.at);
		this.ledger.require(rest > 0, Invariant.REPEATED_ONLY_WHEN_UNACKNOWLEDGED, () -> offer + " is sent expired");
		long second = 1_000_000_000L;
		this.ledger.require(left != null && left.toNanos() - rest >= 0 && left.toNanos() - rest < second,
				Invariant.REPEATED_ONLY_WHEN_UNACKNOWLEDGED, () -> offer + " is sent with an expiry of " + left);
	}

	/** The broker took it. */
	void taken(String topic, String payload, int reasonCode) {
		if (isOffer(payload)) {
			Offer offer = of(payload);
			offer.taken = true;
			this.ledger.require(offer.topic.equals(topic), Invariant.ACKNOWLEDGED_MEANS_TAKEN,
					() -> offer + " came to topic " + topic);
		}
	}

	/** The engine tells of the broker's answer, or that a QoS 0 one was written. */
	void answered(int client, String payload, int reasonCode) {
		Offer offer = of(payload);
		if (offer.openOn >= 0 && offer.settledAt < 0) {
			this.sent--;
		}
		offer.openOn = -1;
		offer.told = true;
		offer.codes.add(reasonCode);
		if (offer.qos > 0 && PERHAPS_LATER.contains(reasonCode)) {
			offer.refusedOn = client;
			this.refused.computeIfAbsent(offer.topic, (topic) -> new ArrayList<>()).add(offer);
		}
	}

	private void settled(Offer offer, @Nullable MqttPublishResult result, @Nullable Throwable failure) {
		this.ledger.require(offer.settledAt < 0, Invariant.SETTLED_EXACTLY_ONCE, () -> offer + " is settled again");
		if (offer.settledAt >= 0) {
			return;
		}
		offer.settledAt = this.ledger.now();
		this.unsettled--;
		this.crowd.settled(offer.number);
		if (offer.openOn >= 0) {
			this.sent--;
		}
		long age = this.ledger.now() - offer.at;
		this.ledger.require(age <= this.settings.deliveryTimeout().toNanos() + SLACK, Invariant.SETTLED_EXACTLY_ONCE,
				() -> offer + " is settled after its delivery timeout");
		if (result != null) {
			succeeded(offer, result);
		}
		else {
			this.ledger.require(failure != null && isLegal(offer, failure), Invariant.FAILURE_SAYS_WHAT_HAPPENED,
					() -> offer + " fails with " + failure);
		}
	}

	private void succeeded(Offer offer, MqttPublishResult result) {
		this.ledger.require(offer.told && (offer.taken || offer.qos == 0), Invariant.ACKNOWLEDGED_MEANS_TAKEN,
				() -> offer + " succeeds but the broker hasn't taken it");
		this.ledger.require(result.topic().equals(offer.topic) && result.qos() == offer.qos
				&& offer.codes.contains(result.reasonCode()) && result.reasonCode() < 0x80
				&& result.attempts() == offer.attempts && result.elapsed().toNanos() == this.ledger.now() - offer.at,
				Invariant.ACKNOWLEDGED_MEANS_TAKEN, () -> offer + " of " + offer.attempts + " attempts: " + result);
	}

	private boolean isLegal(Offer offer, Throwable failure) {
		long age = this.ledger.now() - offer.at;
		if (failure instanceof MqttPublishTimeoutException) {
			return age >= this.settings.deliveryTimeout().toNanos();
		}
		if (failure instanceof MqttPublishExpiredException) {
			return offer.expiry != null && age >= offer.expiry.toNanos();
		}
		if (failure instanceof MqttPublishRejectedException ex) {
			return offer.codes.contains(ex.reasonCode()) || this.ledger.clients().mayFail(offer.payload(), ex);
		}
		if (failure instanceof MqttOutboxFullException) {
			offer.wasRefused = true;
			// While the driver stops, handlers share the room of dead letters
			return age == 0 && (offer.whileStopped || offer.unsettledBefore >= this.settings.capacity());
		}
		if (failure instanceof MqttNotConnectedException) {
			return offer.qos == 0;
		}
		return failure instanceof MqttDriverClosedException
				&& (offer.whileStopped || this.ledger.operators().disconnectedSince(offer.at));
	}

	/** The driver has stopped. */
	void stopped(long began) {
		for (Offer offer : this.offers) {
			this.ledger.require(offer.settledAt >= 0 || offer.at >= began, Invariant.DISCONNECT_ENDS,
					() -> offer + " is not settled although the driver has stopped");
		}
	}

	/** All of them are done. */
	void requireAllSettled() {
		for (Offer offer : this.offers) {
			this.ledger.require(offer.settledAt >= 0, Invariant.NOTHING_PENDING_AFTER_HEAL,
					() -> offer + " is not settled");
		}
	}

	int unsettled() {
		return this.unsettled;
	}

	/** How many are open on a client. */
	int sent() {
		return this.sent;
	}

	static boolean isOffer(String payload) {
		return payload.startsWith("p");
	}

	private Offer of(String payload) {
		return this.offers.get(Integer.parseInt(payload.substring(1)));
	}

	/**
	 * One publish, from its call to the end.
	 */
	final class Offer {

		private final int number;

		private final String topic;

		private final int qos;

		private final @Nullable Duration expiry;

		private final long at;

		private final int unsettledBefore = PublishBook.this.unsettled;

		private final boolean whileStopped = PublishBook.this.ledger.operators().isStoppingOrStopped();

		private final List<Integer> codes = new ArrayList<>();

		private int attempts;

		private int openOn = -1;

		private int refusedOn = -1;

		private boolean taken;

		private boolean told;

		private boolean wasRefused;

		private long settledAt = -1;

		Offer(int number, String topic, int qos, @Nullable Duration expiry, long at) {
			this.number = number;
			this.topic = topic;
			this.qos = qos;
			this.expiry = expiry;
			this.at = at;
		}

		String payload() {
			return "p" + this.number;
		}

		boolean isSettled() {
			return this.settledAt >= 0;
		}

		/** Whether it is settled, or at this instant about to be. */
		boolean isOver() {
			long age = PublishBook.this.ledger.now() - this.at;
			return isSettled() || age >= PublishBook.this.settings.deliveryTimeout().toNanos()
					|| (this.expiry != null && age >= this.expiry.toNanos());
		}

		/** Whether the outbox had no room for it. */
		boolean wasRefused() {
			return this.wasRefused;
		}

		@Override
		public String toString() {
			return "p" + this.number + " (QoS " + this.qos + " to " + this.topic + ")";
		}

	}

}
