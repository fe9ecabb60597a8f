package io.mqttdriver.connection;

import java.time.Instant;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriverState;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the connection.
 *
 * @param state what it does
 * @param client the current or last client
 * @param since when the state was entered
 * @param rebuilds successful ones
 * @param consecutiveFailures failed attempts since the last stable connection
 * @param lastFailure in words, or none
 * @param circuit the circuit breaker
 * @param unvalidated whether the connection was made without validation because that
 * broke it
 */
public record ConnectionStatus(MqttDriverState state, ClientInfo client, Instant since, long rebuilds,
		int consecutiveFailures, @Nullable String lastFailure, MqttCircuitState circuit, boolean unvalidated) {
}
