package io.mqttdriver.connection;

/**
 * The broker of a {@link Herd}: away for a while, then it accepts so many connections a
 * second. Not thread-safe.
 */
final class HerdBroker {

	/** {@code mqtt.driver.connect-timeout}; the peers are given the same. */
	static final long CONNECT_TIMEOUT = 10_000_000;

	private static final long SECOND = 1_000_000;

	private final Kind kind;

	private final long backAt;

	private final int perSecond;

	private long second = -1;

	private int taken;

	private long free;

	private long answeredAt;

	HerdBroker(Kind kind, long backAt, int perSecond) {
		this.kind = kind;
		this.backAt = backAt;
		this.perSecond = perSecond;
	}

	/** An attempt arrives: whether it succeeds, {@link #answeredAt} says when. */
	boolean accepts(long now) {
		this.answeredAt = this.kind.refuses ? now : now + CONNECT_TIMEOUT;
		if (now < this.backAt) {
			return false;
		}
		return this.kind.refuses ? withinTheSecond(now) : inTurn(now);
	}

	/** When the last attempt that arrived succeeds or fails. */
	long answeredAt() {
		return this.answeredAt;
	}

	private boolean withinTheSecond(long now) {
		long second = (now - this.backAt) / SECOND;
		if (second != this.second) {
			this.second = second;
			this.taken = 0;
		}
		return this.taken++ < this.perSecond;
	}

	private boolean inTurn(long now) {
		long done = Math.max(this.free, now) + SECOND / this.perSecond;
		boolean inTime = done <= this.answeredAt;
		if (inTime || this.kind == Kind.SERVES_THE_DEAD) {
			this.free = done;
		}
		this.answeredAt = Math.min(done, this.answeredAt);
		return inTime;
	}

	/** Whether it says that it is busy. */
	boolean saysBusy(long now) {
		return this.kind == Kind.SAYS_BUSY && now >= this.backAt;
	}

	/**
	 * What becomes of attempts while it is away, and of those beyond what it accepts.
	 */
	enum Kind {

		/** Refused at once. */
		REFUSES(true),

		/** Refused at once, with 0x97 when it is there. */
		SAYS_BUSY(true),

		/** Not answered; they wait in turn, and who gives up costs it nothing. */
		QUEUES(false),

		/** As before, but who gave up costs it as much as who is still there. */
		SERVES_THE_DEAD(false);

		private final boolean refuses;

		Kind(boolean refuses) {
			this.refuses = refuses;
		}

	}

}
