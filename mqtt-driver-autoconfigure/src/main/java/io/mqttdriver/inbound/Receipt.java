package io.mqttdriver.inbound;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.AckSequencer.Owed;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way through its listeners. Counts them down; when all are done it is
 * acknowledged, or dead-lettered if nobody took it. Safe for use by many threads.
 */
final class Receipt implements AckSequencer.Debtor, Qos0Buffer.Waiting {

	private final InboundPublish publish;

	private final Reception reception;

	private final Means means;

	private final List<Handling> handlings;

	private final AtomicInteger toBegin;

	private final AtomicInteger toEnd;

	private volatile boolean taken;

	private volatile boolean lost;

	private volatile boolean buffered;

	private volatile @Nullable Owed owed;

	Receipt(InboundPublish publish, Reception reception, Means means, List<Listener> listeners) {
		this.publish = publish;
		this.reception = reception;
		this.means = means;
		this.handlings = handlings(listeners);
		this.toBegin = new AtomicInteger(listeners.size());
		this.toEnd = new AtomicInteger(listeners.size());
	}

	private List<Handling> handlings(List<Listener> listeners) {
		boolean alone = listeners.stream().map(Listener::objectType).filter(Objects::nonNull).distinct().count() < 2;
		return listeners.stream().map((listener) -> new Handling(this, listener, this.means, alone)).toList();
	}

	/** On the engine's thread. */
	void deal() {
		if (owesAcknowledgement()) {
			this.owed = this.reception.acks().arrived(this.publish.delivery(), this);
		}
		else {
			this.means.buffer().add(this);
		}
		this.handlings.forEach(Handling::enqueue);
	}

	boolean owesAcknowledgement() {
		return this.publish.qos() > 0;
	}

	/** Whether what has not begun is left to the server to send again. */
	boolean isLeftToServer() {
		return isRedelivered() && this.reception.isClosed();
	}

	/** QoS 2 was released by the server before it was told, and doesn't come again. */
	private boolean isRedelivered() {
		return this.publish.qos() == 1 && this.means.redelivered();
	}

	/** A handling waits no longer. */
	void begun() {
		if (this.toBegin.decrementAndGet() == 0 && (this.buffered || !owesAcknowledgement())) {
			this.means.buffer().remove(this);
		}
	}

	/** A handling ended. */
	void ended(Handling.End end) {
		switch (end) {
			case TAKEN -> this.taken = true;
			case LOST -> this.lost = true;
			case NOT_MINE -> {
			}
		}
		if (this.toEnd.decrementAndGet() == 0) {
			allEnded();
		}
	}

	private void allEnded() {
		if (this.taken && !this.lost) {
			acknowledge();
		}
		else if (!this.lost) {
			unhandled();
		}
	}

	private void acknowledge() {
		Owed due = this.owed;
		if (due != null) {
			this.reception.acks().done(due);
		}
	}

	private void unhandled() {
		this.means.observer().unhandled();
		this.means.unhandledLog().unhandled(this.publish);
		this.means.deadLetters().publish(this.publish, DeadLetter.unhandled(), this::isLeftToServer, (settled) -> {
			if (settled) {
				acknowledge();
			}
		});
	}

	/** What the server won't send again is kept, within the bounds of QoS 0. */
	@Override
	public void released() {
		if (isRedelivered()) {
			this.handlings.forEach(Handling::discard);
			return;
		}
		this.buffered = true;
		this.means.buffer().add(this);
		if (this.toBegin.get() == 0) {
			this.means.buffer().remove(this);
		}
	}

	@Override
	public Collection<String> holders() {
		List<String> open = this.handlings.stream()
			.filter((handling) -> !handling.hasEnded())
			.map(Handling::listenerId)
			.toList();
		return open.isEmpty() ? List.of("") : open;
	}

	@Override
	public long bytes() {
		return Sizes.of(this.publish);
	}

	@Override
	public boolean drop() {
		boolean dropped = false;
		for (Handling handling : this.handlings) {
			if (handling.discard()) {
				handling.withdraw();
				dropped = true;
			}
		}
		return dropped;
	}

	InboundPublish publish() {
		return this.publish;
	}

}
