package io.mqttdriver.benchmark.fault.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * When the broker was away and when it was back, and how long nothing was acknowledged
 * after that. Confined to the thread of the scenario.
 */
public final class Outages {

	private final List<Return> returns = new ArrayList<>();

	private @Nullable Return open;

	/** A fault strikes: what happens until the broker is back is not silence. */
	public void struck(long now) {
		if (this.open != null) {
			this.returns.add(this.open.until(now));
			this.open = null;
		}
	}

	/**
	 * The broker is back.
	 * @param now the moment
	 * @param promised how long the silence may last, if that is promised
	 */
	public void returned(long now, @Nullable Duration promised) {
		struck(now);
		this.open = new Return(now, now, promised);
	}

	/**
	 * The longest silences after each return: too long ones first, then by length.
	 */
	public List<Silence> silences(List<Long> acknowledgedAt, long until) {
		struck(until);
		return this.returns.stream().map((one) -> one.silence(acknowledgedAt)).sorted().toList();
	}

	private record Return(long from, long until, @Nullable Duration promised) {

		Return until(long end) {
			return new Return(this.from, end, this.promised);
		}

		Silence silence(List<Long> acknowledgedAt) {
			long longest = 0;
			long last = this.from;
			for (long moment : acknowledgedAt) {
				if (moment > this.from && moment <= this.until) {
					longest = Math.max(longest, moment - last);
					last = moment;
				}
			}
			return new Silence(Duration.ofNanos(Math.max(longest, this.until - last)), this.promised);
		}

	}

	/**
	 * The longest time without an acknowledgement after a return of the broker.
	 *
	 * @param length how long
	 * @param promised how long it may be, if that is promised
	 */
	public record Silence(Duration length, @Nullable Duration promised) implements Comparable<Silence> {

		public boolean isTooLong() {
			return this.promised != null && this.length.compareTo(this.promised) > 0;
		}

		@Override
		public int compareTo(Silence other) {
			return Comparator.comparing(Silence::isTooLong).thenComparing(Silence::length).compare(other, this);
		}

	}

}
