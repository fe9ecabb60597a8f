package io.mqttdriver.connection;

import java.time.InstantSource;

/**
 * Which client id the next client has: the configured one at first, afterwards by policy
 * a fresh one for each attempt, unless the server refuses those. Confined to the
 * connection's thread.
 */
final class ClientIds {

	private final String configured;

	private final InstantSource wallClock;

	private boolean fresh;

	private boolean used;

	private long lastMillis;

	ClientIds(String configured, boolean fresh, InstantSource wallClock) {
		this.configured = configured;
		this.fresh = fresh;
		this.wallClock = wallClock;
	}

	String configured() {
		return this.configured;
	}

	/** Whether each rebuild has an id of its own. */
	boolean isFresh() {
		return this.fresh;
	}

	String next() {
		if (!this.fresh || !this.used) {
			return this.configured;
		}
		this.lastMillis = Math.max(this.lastMillis + 1, this.wallClock.millis());
		return this.configured + "_reconnect_" + this.lastMillis;
	}

	/** After a wished end the next client is as new, and no rebuild. */
	void startOver() {
		this.used = false;
	}

	/** A server has accepted a client: the next one is a rebuild. */
	void accepted() {
		this.used = true;
	}

	/**
	 * A server refused an id. Says whether that was a fresh one, given up from now on.
	 */
	boolean refused(String clientId) {
		if (clientId.equals(this.configured)) {
			return false;
		}
		this.fresh = false;
		return true;
	}

}
