package io.mqttdriver.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Whether another client uses our stable client id. The server says so (0x8E), or it is
 * concluded from connections that the server closes without a word soon after they are
 * up, again and again, with nothing else between. Confined to the connection's thread.
 */
final class Takeovers {

	private static final int SAID = 3;

	private static final Duration SAID_WITHIN = Duration.ofMinutes(1);

	private static final int CLOSED_AT_LEAST = 5;

	private final int closedInARowIsEnough;

	private final Deque<Long> said = new ArrayDeque<>();

	private int closedInARow;

	/**
	 * Counts nothing yet.
	 * @param maxFailures whoever allows for many failures wants no early conclusions
	 */
	Takeovers(int maxFailures) {
		this.closedInARowIsEnough = Math.max(CLOSED_AT_LEAST, maxFailures / 2);
	}

	/**
	 * A connection was lost, or could not be made. Says, when it is enough, what makes us
	 * believe in another client.
	 */
	@Nullable String evidence(Reaction reaction, boolean soonAfterConnected, long now) {
		boolean closed = soonAfterConnected && reaction == Reaction.CLOSED;
		this.closedInARow = closed ? this.closedInARow + 1 : 0;
		if (reaction == Reaction.TAKEN_OVER && isSaidOften(now)) {
			return "taken over " + SAID + " times within " + SAID_WITHIN.toSeconds() + " s";
		}
		if (this.closedInARow >= this.closedInARowIsEnough) {
			return "a conclusion: " + this.closedInARow
					+ " connections in a row were closed by the server without a reason within "
					+ "mqtt.driver.reconnect.stable-after, and each attempt between them succeeded";
		}
		return null;
	}

	/** A connection lasted. */
	void lasted() {
		this.closedInARow = 0;
	}

	void reset() {
		this.closedInARow = 0;
		this.said.clear();
	}

	private boolean isSaidOften(long now) {
		this.said.addLast(now);
		if (this.said.size() < SAID) {
			return false;
		}
		long first = this.said.removeFirst();
		return now - first <= SAID_WITHIN.toNanos();
	}

}
