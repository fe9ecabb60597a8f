package io.mqttdriver.outbound;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Looks after every instant that publishes wait for, with one timer: delivery timeouts,
 * message expiries, and the end of waits after a refusal. Acts on the timer's thread.
 */
final class Deadlines {

	private final Pending pending;

	private final LongSupplier nanoTime;

	private final BiConsumer<List<Delivery>, List<Delivery>> passed;

	private final Alarm alarm;

	/**
	 * Makes one.
	 * @param passed told what timed out and what expired, also when neither did; called
	 * with no lock held
	 */
	Deadlines(Pending pending, LongSupplier nanoTime, ScheduledExecutorService timer,
			BiConsumer<List<Delivery>, List<Delivery>> passed) {
		this.pending = pending;
		this.nanoTime = nanoTime;
		this.passed = passed;
		this.alarm = new Alarm(timer, nanoTime, this::look);
	}

	/** A publish was accepted. */
	void accepted(Delivery delivery) {
		this.alarm.notLaterThan(delivery.room().deadline(delivery));
		if (delivery.expires()) {
			this.alarm.notLaterThan(delivery.expiresAt());
		}
	}

	/** Some wait differently than before. Called without the lock. */
	void changed() {
		this.pending.lock().lock();
		try {
			Backlog backlog = this.pending.backlog();
			notLaterThan(this.pending.main().next(), this.pending.main()::deadline);
			notLaterThan(this.pending.reserved().next(), this.pending.reserved()::deadline);
			notLaterThan(backlog.nextToExpire(), Delivery::expiresAt);
			notLaterThan(backlog.nextToWake(), Delivery::notBefore);
		}
		finally {
			this.pending.lock().unlock();
		}
	}

	void cancel() {
		this.alarm.cancel();
	}

	private void notLaterThan(@Nullable Delivery next, ToLongFunction<Delivery> instant) {
		if (next != null) {
			this.alarm.notLaterThan(instant.applyAsLong(next));
		}
	}

	private void look() {
		List<Delivery> late;
		List<Delivery> expired;
		this.pending.lock().lock();
		try {
			long now = this.nanoTime.getAsLong();
			late = this.pending.main().due(now);
			late.addAll(this.pending.reserved().due(now));
			expired = this.pending.backlog().expired(now);
			this.pending.backlog().wake(now);
		}
		finally {
			this.pending.lock().unlock();
		}
		try {
			this.passed.accept(late, expired);
		}
		finally {
			changed();
		}
	}

}
