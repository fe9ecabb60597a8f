package io.mqttdriver.connection;

import java.time.Instant;
import java.time.InstantSource;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriverState;
import org.jspecify.annotations.Nullable;

/**
 * What is different in the next snapshot of the connection.
 */
final class Change {

	private @Nullable ClientInfo client;

	private @Nullable Long rebuilds;

	private @Nullable Integer failures;

	private @Nullable String lastFailure;

	private @Nullable MqttCircuitState circuit;

	private @Nullable Boolean unvalidated;

	Change client(ClientInfo client) {
		this.client = client;
		return this;
	}

	Change rebuilds(long rebuilds) {
		this.rebuilds = rebuilds;
		return this;
	}

	Change failures(int failures) {
		this.failures = failures;
		return this;
	}

	Change lastFailure(@Nullable String lastFailure) {
		this.lastFailure = lastFailure;
		return this;
	}

	Change circuit(MqttCircuitState circuit) {
		this.circuit = circuit;
		return this;
	}

	Change unvalidated(boolean unvalidated) {
		this.unvalidated = unvalidated;
		return this;
	}

	ConnectionStatus applyTo(ConnectionStatus old, MqttDriverState state, InstantSource wallClock) {
		Instant since = (state == old.state()) ? old.since() : wallClock.instant();
		return new ConnectionStatus(state, (this.client != null) ? this.client : old.client(), since,
				(this.rebuilds != null) ? this.rebuilds : old.rebuilds(),
				(this.failures != null) ? this.failures : old.consecutiveFailures(),
				(this.lastFailure != null) ? this.lastFailure : old.lastFailure(),
				(this.circuit != null) ? this.circuit : old.circuit(),
				(this.unvalidated != null) ? this.unvalidated : old.unvalidated());
	}

}
