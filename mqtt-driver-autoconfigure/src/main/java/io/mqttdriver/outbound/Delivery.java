package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import org.jspecify.annotations.Nullable;

/**
 * One publish and its future, from {@code publish()} to its outcome, over any number of
 * clients. Whoever wins {@link #settle()} completes the future, whatever its holder does
 * to it. The volatile fields are written by one thread at a time (under the outbox's
 * lock, or on the timer's thread) and read by any; {@link #notBefore()} belongs to the
 * lock.
 */
final class Delivery {

	static final Comparator<Delivery> BY_ACCEPTANCE = Comparator.comparingLong(Delivery::sequence);

	static final Comparator<Delivery> BY_EXPIRY = byInstant(Delivery::expiresAt);

	static final Comparator<Delivery> BY_WAKE_UP = byInstant(Delivery::notBefore);

	private final OutboundPublish publish;

	private final Room room;

	private final long packetSize;

	private final long begun;

	private final CompletableFuture<MqttPublishResult> future = new CompletableFuture<>();

	private final AtomicBoolean settled = new AtomicBoolean();

	private volatile long sequence;

	private volatile int attempts;

	private volatile int refusals;

	private volatile int lastRefusal;

	private volatile int rebuildsCaused;

	private volatile @Nullable String diagnosis;

	private long notBefore;

	Delivery(OutboundPublish publish, long packetSize, Room room, long begun) {
		this.publish = publish;
		this.packetSize = packetSize;
		this.room = room;
		this.begun = begun;
	}

	/** The winner of this, and nobody else, completes the future. */
	boolean settle() {
		return this.settled.compareAndSet(false, true);
	}

	boolean isSettled() {
		return this.settled.get();
	}

	CompletableFuture<MqttPublishResult> future() {
		return this.future;
	}

	OutboundPublish publish() {
		return this.publish;
	}

	/** What goes over the wire now: the message expiry counted down. */
	OutboundPublish publishAt(long now) {
		PublishProperties given = this.publish.properties();
		if (given.messageExpiry() == null) {
			return this.publish;
		}
		long second = TimeUnit.SECONDS.toNanos(1);
		Duration left = Duration.ofSeconds((expiresAt() - now + second - 1) / second);
		return new OutboundPublish(this.publish.topic(), this.publish.payload(), this.publish.qos(),
				this.publish.retained(), new PublishProperties(given.utf8Payload(), left, given.contentType(),
						given.responseTopic(), given.correlationData(), given.userProperties()));
	}

	String topic() {
		return this.publish.topic();
	}

	int qos() {
		return this.publish.qos();
	}

	Room room() {
		return this.room;
	}

	long packetSize() {
		return this.packetSize;
	}

	long begun() {
		return this.begun;
	}

	boolean expires() {
		return this.publish.properties().messageExpiry() != null;
	}

	long expiresAt() {
		Duration expiry = this.publish.properties().messageExpiry();
		return this.begun + ((expiry != null) ? expiry.toNanos() : Long.MAX_VALUE / 2);
	}

	long sequence() {
		return this.sequence;
	}

	void accepted(long sequence) {
		this.sequence = sequence;
	}

	int attempts() {
		return this.attempts;
	}

	void attempted() {
		this.attempts = this.attempts + 1;
	}

	/** Counts a refusal that may pass, and says how long to wait. */
	long refused(int reasonCode) {
		this.lastRefusal = reasonCode;
		this.refusals = this.refusals + 1;
		return PublishPolicy.wait(this.refusals);
	}

	long notBefore() {
		return this.notBefore;
	}

	void notBefore(long instant) {
		this.notBefore = instant;
	}

	int rebuildsCaused() {
		return this.rebuildsCaused;
	}

	void causedRebuild(String diagnosis) {
		this.rebuildsCaused = this.rebuildsCaused + 1;
		this.diagnosis = diagnosis;
	}

	/** The diagnosis of the last rebuild that this publish caused. */
	@Nullable String diagnosis() {
		return this.diagnosis;
	}

	String describe() {
		return "publish of QoS " + qos() + " to topic '" + topic() + "'";
	}

	/** Its course so far, for a diagnosis; never the payload. */
	String course(long now) {
		String text = describe() + ", begun " + Text.age(now, this.begun) + ", attempts " + this.attempts;
		if (this.refusals > 0) {
			text += ", put off " + this.refusals + " times, last by " + PublishPolicy.inWords(this.lastRefusal);
		}
		return text;
	}

	private static Comparator<Delivery> byInstant(ToLongFunction<Delivery> instant) {
		// Instants of a monotonic clock may only be compared by their difference
		Comparator<Delivery> byTime = (one, other) -> Long
			.signum(instant.applyAsLong(one) - instant.applyAsLong(other));
		return byTime.thenComparing(BY_ACCEPTANCE);
	}

}
