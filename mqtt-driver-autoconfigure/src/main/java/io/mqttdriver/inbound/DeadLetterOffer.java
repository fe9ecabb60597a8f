package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.DeadLetters.Settlement;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One dead letter until it is published, given up with its client, or has nowhere to go.
 * While it waits to be offered again it is bounded as other waiting messages are: at QoS
 * 0 by the buffer, else by the receive maximum. One thread at a time, handed on by the
 * sink's stage and the timer.
 */
final class DeadLetterOffer implements Qos0Buffer.Waiting {

	private static final Log logger = LogFactory.getLog(DeadLetters.class);

	private final DeadLetterSink sink;

	private final Later later;

	private final Qos0Buffer buffer;

	private final InboundObserver observer;

	private final InboundPublish original;

	private final DeadLetter letter;

	private final BooleanSupplier clientGone;

	private final Settlement settlement;

	private final AtomicBoolean waiting = new AtomicBoolean();

	private int failures;

	DeadLetterOffer(DeadLetterSink sink, Later later, Qos0Buffer buffer, InboundObserver observer,
			InboundPublish original, DeadLetter letter, BooleanSupplier clientGone, Settlement settlement) {
		this.sink = sink;
		this.later = later;
		this.buffer = buffer;
		this.observer = observer;
		this.original = original;
		this.letter = letter;
		this.clientGone = clientGone;
		this.settlement = settlement;
	}

	void offer() {
		CompletionStage<?> published;
		try {
			published = this.sink.publish(this.original, this.letter);
		}
		catch (RuntimeException | Error ex) {
			refused(ex);
			return;
		}
		if (published == null) {
			nowhere();
			return;
		}
		published.whenComplete((result, failure) -> answered(failure));
	}

	private void answered(@Nullable Throwable failure) {
		if (failure == null) {
			this.settlement.ended(true);
		}
		else {
			refused(failure);
		}
	}

	private void nowhere() {
		if (!this.letter.isUnhandled()) {
			logger.error(
					what() + " and is lost: " + this.letter.reason()
							+ ". Set mqtt.driver.listener.dead-letter-topic to keep such messages",
					this.letter.failure());
			this.observer.dropped("no-dead-letter-topic");
		}
		this.settlement.ended(true);
	}

	private void refused(Throwable failure) {
		if (this.clientGone.getAsBoolean()) {
			logger.warn(what() + ", was not dead-lettered, and its connection is gone; "
					+ "the server sends it again if it kept the session", failure);
			this.settlement.ended(false);
			return;
		}
		this.failures++;
		Duration delay = BackOff.DEAD_LETTER.after(this.failures);
		logger.warn(what() + "; its dead letter failed and is offered again in " + delay.toSeconds() + " s", failure);
		this.waiting.set(true);
		if (this.original.qos() == 0) {
			this.buffer.add(this);
		}
		this.later.onHandlers(delay, this::offerAgain);
	}

	private void offerAgain() {
		this.buffer.remove(this);
		if (this.waiting.compareAndSet(true, false)) {
			offer();
		}
	}

	@Override
	public boolean drop() {
		boolean dropped = this.waiting.compareAndSet(true, false);
		if (dropped) {
			this.settlement.ended(false);
		}
		return dropped;
	}

	@Override
	public long bytes() {
		return Sizes.of(this.original);
	}

	private String what() {
		String topic = Words.quoted(this.original.topic());
		return this.letter.isUnhandled() ? "A message on topic " + topic + " was taken by no listener"
				: "A message on topic " + topic + " failed in listener '" + this.letter.listenerId() + "'";
	}

}
