package io.mqttdriver.outbound;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

import io.mqttdriver.MqttDriverException;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.ServerLimits;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is in flight on one client, and the pump that fills it. Its tokens start at 1 and
 * grow; tokens of 0 and less are free for the client's other publishes. Safe for use by
 * many threads: whoever has something to send takes part in the pump, one at a time, by
 * counting the work, and calls the client with no lock held.
 */
public final class Window {

	/** So many in a row, then another thread goes on: a caller is not kept for ever. */
	private static final int TURN = 256;

	private static final Log logger = LogFactory.getLog(Window.class);

	private final Pending pending;

	private final Deadlines deadlines;

	private final Settlements settlements;

	private final EngineClient client;

	private final WindowContext context;

	private final Progress progress;

	private final AtomicInteger work = new AtomicInteger();

	private final Slots slots = new Slots();

	private @Nullable ServerLimits limits;

	private boolean ended;

	private boolean closed;

	Window(Pending pending, Deadlines deadlines, Settlements settlements, EngineClient client, WindowContext context,
			BiFunction<Window, EngineClient, Progress> progress) {
		this.pending = pending;
		this.deadlines = deadlines;
		this.settlements = settlements;
		this.client = client;
		this.context = context;
		this.progress = progress.apply(this, client);
	}

	/**
	 * Sends from now on: what was accepted before and is not settled, oldest first, then
	 * what comes. A window that was started before this one is closed. Does nothing on a
	 * closed one.
	 * @param limits what the server announced
	 */
	public void start(ServerLimits limits) {
		Window former = begin(limits);
		while (former != null) {
			former.close();
			former = begin(limits);
		}
		pump();
	}

	/**
	 * A publish was answered. Unknown and repeated tokens change nothing.
	 * @param token as given to {@link EngineClient#publish}
	 * @param reasonCode of the answer
	 * @param reason the reason string, or an empty one
	 */
	public void settled(long token, int reasonCode, String reason) {
		Delivery delivery = answered(token, reasonCode);
		if (delivery == null) {
			return;
		}
		switch (PublishPolicy.after(delivery.qos(), reasonCode)) {
			case ACKNOWLEDGED -> this.pending.acknowledged(delivery, reasonCode);
			case REJECTED -> this.pending.failed(delivery, Failures.rejected(delivery, reasonCode, reason));
			case LATER -> this.deadlines.changed();
		}
		pump();
	}

	/**
	 * The server ended the connection with a DISCONNECT. Where its reason code is about a
	 * packet, and only one publish can be meant, that one fails with it. {@link #close()}
	 * comes after.
	 * @param reasonCode of the DISCONNECT
	 */
	public void ended(int reasonCode) {
		if (!PublishPolicy.isAboutAPacket(reasonCode)) {
			return;
		}
		Delivery culprit;
		this.pending.lock().lock();
		try {
			if (this.ended || this.closed) {
				return;
			}
			this.ended = true;
			culprit = this.pending.suspects().ended(this.slots);
		}
		finally {
			this.pending.lock().unlock();
		}
		if (culprit != null) {
			this.pending.failed(culprit, Failures.endsConnections(culprit, reasonCode));
		}
	}

	/**
	 * The client is dead. What is unsettled goes back, in order of acceptance; what has
	 * QoS 0 fails.
	 */
	public void close() {
		List<Delivery> lost;
		this.pending.lock().lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.pending.suspects().lost(this.slots);
			lost = this.pending.takeBack(this, this.slots.clear());
		}
		finally {
			this.pending.lock().unlock();
		}
		this.progress.end();
		lost.forEach((delivery) -> this.pending.failed(delivery, Failures.lost(delivery)));
		this.deadlines.changed();
	}

	/** Sends what can be sent, on this thread or on the one that is at it. */
	void pump() {
		if (this.work.getAndIncrement() == 0) {
			turn();
		}
	}

	/** What is to be seen of the client. Called with no lock held. */
	String scene(long now) {
		int inFlight;
		int size;
		Slot oldest;
		this.pending.lock().lock();
		try {
			inFlight = this.slots.size();
			size = this.pending.size();
			oldest = this.slots.oldest();
		}
		finally {
			this.pending.lock().unlock();
		}
		return Diagnosis.scene(this.context.describe(), inFlight, size, oldest, this.client.traffic(), now);
	}

	/** Becomes the current window, or says which one must be closed before. */
	private @Nullable Window begin(ServerLimits limits) {
		this.pending.lock().lock();
		try {
			Window former = this.pending.current();
			if (this.closed || former == this) {
				return null;
			}
			if (former == null) {
				this.limits = limits;
				this.pending.current(this);
			}
			return former;
		}
		finally {
			this.pending.lock().unlock();
		}
	}

	private void turn() {
		int sent = 0;
		int seen = this.work.get();
		while (seen != 0) {
			while (sendNext()) {
				sent++;
				if (sent == TURN && this.settlements.handOver(this::turn)) {
					return;
				}
			}
			seen = this.work.addAndGet(-seen);
		}
	}

	private boolean sendNext() {
		long now = this.settlements.now();
		Next next = next(now);
		if (next == null) {
			return false;
		}
		if (next.refusal != null) {
			this.pending.failed(next.delivery, next.refusal);
		}
		else if (next.slot != null) {
			this.client.publish(next.slot.token(), next.delivery.publishAt(now));
			next.slot.position(this.client.traffic().submitted());
			this.progress.sent(now);
		}
		return true;
	}

	private @Nullable Next next(long now) {
		this.pending.lock().lock();
		try {
			if (this.closed || this.ended || this.limits == null || this.slots.size() >= size(this.limits)) {
				return null;
			}
			Delivery delivery = this.pending.backlog().poll();
			if (delivery == null) {
				return null;
			}
			MqttDriverException refusal = refusal(delivery, this.limits, now);
			if (refusal != null || delivery.isSettled()) {
				return new Next(delivery, null, refusal);
			}
			delivery.attempted();
			return new Next(delivery, this.slots.add(delivery, now), null);
		}
		finally {
			this.pending.lock().unlock();
		}
	}

	/** One at a time while it is looked for the one that ends connections. */
	private int size(ServerLimits limits) {
		return this.pending.suspects().isEmpty() ? limits.window() : 1;
	}

	private static @Nullable MqttDriverException refusal(Delivery delivery, ServerLimits limits, long now) {
		if (delivery.expires() && now - delivery.expiresAt() >= 0) {
			return Failures.expired(delivery);
		}
		return LimitCheck.refusal(delivery, limits);
	}

	/** Takes it out of flight, and puts it off where that is the answer. */
	private @Nullable Delivery answered(long token, int reasonCode) {
		this.pending.lock().lock();
		try {
			long now = this.settlements.now();
			Slot slot = this.slots.remove(token, now);
			if (slot == null) {
				return null;
			}
			Delivery delivery = slot.delivery();
			this.pending.suspects().clear(delivery);
			if (PublishPolicy.after(delivery.qos(), reasonCode) == PublishPolicy.Step.LATER) {
				this.pending.putOff(delivery, now + delivery.refused(reasonCode));
			}
			return delivery;
		}
		finally {
			this.pending.lock().unlock();
		}
	}

	@Nullable Slot oldest() {
		this.pending.lock().lock();
		try {
			return this.slots.oldest();
		}
		finally {
			this.pending.lock().unlock();
		}
	}

	void stalled(Slot oldest) {
		String diagnosis = "The oldest publish in flight made no progress for mqtt.driver.publish.timeout: "
				+ scene(this.settlements.now());
		oldest.delivery().causedRebuild(diagnosis + "; the client is thrown away and a new one made");
		logger.warn(diagnosis);
		this.context.stalled(diagnosis);
	}

	/**
	 * What the pump does next with a delivery: sends it, fails it, or drops it because it
	 * is settled.
	 */
	private record Next(Delivery delivery, @Nullable Slot slot, @Nullable MqttDriverException refusal) {
	}

}
