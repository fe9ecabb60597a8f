package io.mqttdriver.outbound;

/**
 * One publish in flight on one client. It stays until acknowledged or until the client is
 * dead, even if its delivery has failed meanwhile. Made and made the oldest under the
 * outbox's lock; its position is told by the pump; when it was written is the timer's
 * business alone.
 */
final class Slot {

	private final long token;

	private final Delivery delivery;

	private final long sentAt;

	private volatile long oldestSince;

	private volatile long position = Long.MAX_VALUE;

	private boolean written;

	private long writtenAt;

	Slot(long token, Delivery delivery, long sentAt) {
		this.token = token;
		this.delivery = delivery;
		this.sentAt = sentAt;
	}

	long token() {
		return this.token;
	}

	Delivery delivery() {
		return this.delivery;
	}

	long sentAt() {
		return this.sentAt;
	}

	void oldest(long since) {
		this.oldestSince = since;
	}

	long oldestSince() {
		return this.oldestSince;
	}

	/** It ends there in the stream of bytes. */
	void position(long position) {
		this.position = position;
	}

	long position() {
		return this.position;
	}

	void written(long at) {
		this.written = true;
		this.writtenAt = at;
	}

	boolean isWritten() {
		return this.written;
	}

	long writtenAt() {
		return this.writtenAt;
	}

}
