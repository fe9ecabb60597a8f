package io.mqttdriver.inbound;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.mqttdriver.engine.InboundPublish;

/**
 * Hands messages that can't be handled to the {@link DeadLetterSink}, again and again if
 * it fails. Safe for use by many threads.
 */
final class DeadLetters {

	private final DeadLetterSink sink;

	private final Later later;

	private final Qos0Buffer buffer;

	private final InboundObserver observer;

	private final Runnable progressed;

	private final AtomicInteger pending = new AtomicInteger();

	DeadLetters(DeadLetterSink sink, Later later, Qos0Buffer buffer, InboundObserver observer, Runnable progressed) {
		this.sink = sink;
		this.later = later;
		this.buffer = buffer;
		this.observer = observer;
		this.progressed = progressed;
	}

	/**
	 * Publishes a dead letter. On a handler thread.
	 * @param original the message
	 * @param letter why
	 * @param clientGone whether the client that brought the message is dead; then a
	 * failed dead letter isn't offered again
	 * @param settlement told once how it ended
	 */
	void publish(InboundPublish original, DeadLetter letter, BooleanSupplier clientGone, Settlement settlement) {
		this.pending.incrementAndGet();
		new DeadLetterOffer(this.sink, this.later, this.buffer, this.observer, original, letter, clientGone,
				ending(settlement))
			.offer();
	}

	private Settlement ending(Settlement settlement) {
		return (settled) -> {
			settlement.ended(settled);
			this.pending.decrementAndGet();
			this.progressed.run();
		};
	}

	int pending() {
		return this.pending.get();
	}

	/**
	 * How a dead letter ended.
	 */
	@FunctionalInterface
	interface Settlement {

		/**
		 * It ended.
		 * @param settled whether the original may be acknowledged
		 */
		void ended(boolean settled);

	}

}
