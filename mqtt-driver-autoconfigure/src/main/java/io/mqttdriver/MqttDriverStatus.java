package io.mqttdriver;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the driver.
 *
 * @param state what it does now
 * @param clientId of the current client, or the configured one
 * @param serverUri of the current or last connection, or none
 * @param since when the state was entered
 * @param rebuilds successful rebuilds since the start; the first connection is none
 * @param consecutiveFailures failed attempts since the last stable connection
 * @param lastFailure the last failure in words, without credentials, or none
 * @param circuit the circuit breaker
 * @param subscriptions wanted filters
 * @param pendingPublishes accepted and not yet settled
 */
public record MqttDriverStatus(MqttDriverState state, String clientId, @Nullable String serverUri, Instant since,
		long rebuilds, int consecutiveFailures, @Nullable String lastFailure, MqttCircuitState circuit,
		int subscriptions, int pendingPublishes) {
}
