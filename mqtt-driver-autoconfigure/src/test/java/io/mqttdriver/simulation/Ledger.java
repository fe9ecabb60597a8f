package io.mqttdriver.simulation;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What applications may rely on, checked with each thing that happens. It is told of
 * returned futures, of calls of handlers, and of what crosses the scripted engine, and
 * never asks the driver anything. The first violation counts.
 */
final class Ledger {

	private final VirtualTime time;

	private final ClientBook clients;

	private final PublishBook publishes;

	private final InboundBook inbound;

	private final SubscriptionBook subscriptions;

	private final OperatorBook operators;

	private @Nullable Violation violation;

	Ledger(VirtualTime time, Settings settings) {
		this.time = time;
		this.operators = new OperatorBook(this, settings);
		this.subscriptions = new SubscriptionBook(this, settings);
		this.publishes = new PublishBook(this, settings);
		this.inbound = new InboundBook(this, settings);
		this.clients = new ClientBook(this, settings);
	}

	ClientBook clients() {
		return this.clients;
	}

	PublishBook publishes() {
		return this.publishes;
	}

	InboundBook inbound() {
		return this.inbound;
	}

	SubscriptionBook subscriptions() {
		return this.subscriptions;
	}

	OperatorBook operators() {
		return this.operators;
	}

	long now() {
		return this.time.nanoTime();
	}

	/**
	 * Whether a time is over, in virtual time which is exact, but for sums of rounded
	 * parts.
	 */
	boolean isOver(long since, long nanos) {
		return now() - since >= nanos - 1_000_000;
	}

	void require(boolean holds, Invariant invariant, Supplier<String> otherwise) {
		if (!holds && this.violation == null) {
			this.violation = new Violation(invariant, otherwise.get());
		}
	}

	@Nullable Violation violation() {
		return this.violation;
	}

	/**
	 * What was wrong first.
	 *
	 * @param invariant that doesn't hold
	 * @param what happened
	 */
	record Violation(Invariant invariant, String what) {
	}

}
