package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.mqttdriver.engine.EngineClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The acknowledgements that one client owes, sent in the order of arrival (MQTT 5,
 * 4.6.0-2). A message that holds up half of the receive maximum is set aside, so that
 * later acknowledgements pass it, unless {@code strict-ack-order} is set: when so many
 * acknowledgements wait behind it, or when so many messages of whichever state stand
 * behind it for {@link #PATIENCE}, since then the server may have no room left to send
 * what would make them more.
 *
 * <p>
 * Safe for use by many threads. The monitor guards the order; the client is called
 * outside of it, by one thread at a time.
 */
final class AckSequencer {

	private static final Log logger = LogFactory.getLog(AckSequencer.class);

	/** How long one message may stand before half of the window that moves no more. */
	static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final int LARGEST_RECEIVE_MAXIMUM = 65_535;

	private final EngineClient client;

	private final boolean strict;

	private final Later later;

	private final LongAdder passed;

	private final Deque<Owed> inOrder = new ArrayDeque<>();

	/** Not handled yet and out of order, oldest first. */
	private final Set<Owed> aside = new LinkedHashSet<>();

	/** How many in {@link #inOrder} only wait for those before them. */
	private int held;

	private long arrivals;

	private int receiveMaximum = LARGEST_RECEIVE_MAXIMUM;

	private boolean watched;

	private volatile boolean closed;

	private final Queue<Owed> outgoing = new ConcurrentLinkedQueue<>();

	private final AtomicInteger sends = new AtomicInteger();

	AckSequencer(EngineClient client, boolean strict, Later later, LongAdder passed) {
		this.client = client;
		this.strict = strict;
		this.later = later;
		this.passed = passed;
	}

	synchronized void receiveMaximum(int receiveMaximum) {
		this.receiveMaximum = receiveMaximum;
	}

	/** A message has come that is owed an acknowledgement. In order of arrival. */
	Owed arrived(long delivery, Debtor debtor) {
		Owed owed;
		synchronized (this) {
			owed = new Owed(delivery, this.arrivals++, debtor);
			if (!this.closed) {
				this.inOrder.add(owed);
			}
		}
		watch();
		return owed;
	}

	/** It is to be acknowledged now. The first call counts. */
	void done(Owed owed) {
		synchronized (this) {
			if (this.closed || owed.done) {
				return;
			}
			owed.done = true;
			if (this.aside.remove(owed)) {
				send(owed);
			}
			else {
				this.held++;
				advance();
			}
		}
		sendAll();
	}

	private void advance() {
		sendHeads();
		while (!this.strict && this.held >= limit()) {
			this.aside.add(this.inOrder.remove());
			sendHeads();
		}
	}

	private int limit() {
		return Math.max(1, this.receiveMaximum / 2);
	}

	private void sendHeads() {
		Owed head = this.inOrder.peek();
		while (head != null && head.done) {
			this.inOrder.remove();
			this.held--;
			send(head);
			head = this.inOrder.peek();
		}
	}

	private void send(Owed owed) {
		if (!this.aside.isEmpty() && this.aside.iterator().next().arrival < owed.arrival) {
			this.passed.increment();
		}
		this.outgoing.add(owed);
	}

	/** Once the head stands before half of the window, looks again a while later. */
	private void watch() {
		Owed head;
		long newest;
		synchronized (this) {
			head = this.inOrder.peek();
			newest = this.arrivals;
			if (this.strict || this.watched || head == null || !isCrowded()) {
				return;
			}
			this.watched = true;
		}
		this.later.onTimer(PATIENCE, () -> lookAgain(head, newest));
	}

	private boolean isCrowded() {
		return this.inOrder.size() + this.aside.size() > limit();
	}

	private void lookAgain(Owed headThen, long arrivalsThen) {
		synchronized (this) {
			this.watched = false;
			if (this.inOrder.peek() == headThen && this.held > 0 && isCrowded()) {
				setAsideUpTo(arrivalsThen);
			}
		}
		sendAll();
		watch();
	}

	private void setAsideUpTo(long arrivalsThen) {
		Owed head = this.inOrder.peek();
		while (head != null && head.arrival < arrivalsThen) {
			this.aside.add(this.inOrder.remove());
			sendHeads();
			head = this.inOrder.peek();
		}
	}

	private void sendAll() {
		if (this.sends.getAndIncrement() > 0) {
			return;
		}
		int seen = 1;
		while (seen > 0) {
			for (Owed owed = this.outgoing.poll(); owed != null; owed = this.outgoing.poll()) {
				acknowledge(owed);
			}
			seen = this.sends.addAndGet(-seen);
		}
	}

	private void acknowledge(Owed owed) {
		if (this.closed) {
			return;
		}
		try {
			this.client.acknowledge(owed.delivery);
		}
		catch (RuntimeException ex) {
			logger.error("The engine failed on an acknowledgement", ex);
		}
	}

	/** The client is dead. Whoever still owes is told. */
	void close() {
		List<Owed> left;
		synchronized (this) {
			this.closed = true;
			left = unacknowledged();
			this.inOrder.clear();
			this.aside.clear();
		}
		left.forEach((owed) -> owed.debtor.released());
	}

	/** Everything not handled yet, oldest first. */
	synchronized List<Owed> unacknowledged() {
		List<Owed> left = new ArrayList<>(this.aside);
		this.inOrder.stream().filter((owed) -> !owed.done).forEach(left::add);
		return left;
	}

	/** Who has to do something before an acknowledgement can go. */
	interface Debtor {

		/** The client is dead: nothing is owed any more. */
		void released();

		/** The listeners that are not done. */
		Collection<String> holders();

	}

	/**
	 * An acknowledgement that is owed.
	 */
	static final class Owed {

		private final long delivery;

		private final long arrival;

		private final Debtor debtor;

		private boolean done;

		Owed(long delivery, long arrival, Debtor debtor) {
			this.delivery = delivery;
			this.arrival = arrival;
			this.debtor = debtor;
		}

		Debtor debtor() {
			return this.debtor;
		}

	}

}
