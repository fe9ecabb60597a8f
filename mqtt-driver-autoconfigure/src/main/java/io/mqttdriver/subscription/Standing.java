package io.mqttdriver.subscription;

/**
 * Whether messages come by a filter, as far as the server said. Changed by the thread
 * that hears its answers, before it hears the next message; read by any.
 */
final class Standing {

	/** Granted, or not refused yet. */
	private static final int GOOD = 0;

	/** Granted by the current server, but the one before it refused. */
	private static final int REFUSED_BEFORE = 1;

	private static final int REFUSED = 2;

	private volatile int doubt = GOOD;

	/** A client begins: what its predecessor was granted is certain. */
	void opened() {
		if (this.doubt == REFUSED_BEFORE) {
			this.doubt = GOOD;
		}
	}

	void judge(int reasonCode) {
		if (reasonCode >= 0x80) {
			this.doubt = REFUSED;
		}
		else if (this.doubt == REFUSED) {
			this.doubt = REFUSED_BEFORE;
		}
	}

	/** Less than 0 if messages come rather by this one. */
	int compareTo(Standing other) {
		return Integer.compare(this.doubt, other.doubt);
	}

}
