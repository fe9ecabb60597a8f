package io.mqttdriver.inbound;

import org.jspecify.annotations.Nullable;

/**
 * Why a message is dead-lettered.
 *
 * @param listenerId the listener that failed; empty if no listener took the message
 * @param attempts how often the handler was called; 0 if the message was not read
 * @param failure the last one, or {@code null} if no listener took the message
 * @param reason in words
 */
public record DeadLetter(String listenerId, int attempts, @Nullable Throwable failure, String reason) {

	static DeadLetter unhandled() {
		return new DeadLetter("", 0, null, "no listener takes this message");
	}

	boolean isUnhandled() {
		return this.listenerId.isEmpty();
	}

}
