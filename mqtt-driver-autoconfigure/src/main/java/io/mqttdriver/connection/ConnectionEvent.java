package io.mqttdriver.connection;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One line of the connection's history.
 *
 * @param time by the wall clock
 * @param type what happened, e.g. {@code connected}, {@code lost}
 * @param clientId of the client that it happened to
 * @param serverUri of its server, or none
 * @param generation of the client
 * @param detail in words, without a credential
 */
public record ConnectionEvent(Instant time, String type, String clientId, @Nullable String serverUri, long generation,
		String detail) {
}
