package io.mqttdriver.connection;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.subscription.SubscriptionStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The state of the connection and its history: the one place where the state changes and
 * where that is told, to log, events and listener. Written on the connection's thread,
 * read by any.
 */
final class Journal {

	private static final Log logger = LogFactory.getLog(Journal.class);

	private final Clockwork clockwork;

	private final ConnectionListener listener;

	private final EventLog events;

	private volatile ConnectionStatus status;

	private boolean stopping;

	private MqttDriverState underneath = MqttDriverState.STOPPED;

	private @Nullable Long lostAt;

	Journal(Clockwork clockwork, ConnectionListener listener, ClientInfo first) {
		this.clockwork = clockwork;
		this.listener = listener;
		this.events = new EventLog(clockwork.wallClock());
		this.status = new ConnectionStatus(MqttDriverState.STOPPED, first, clockwork.wallClock().instant(), 0, 0, null,
				MqttCircuitState.CLOSED, false);
	}

	ConnectionStatus status() {
		return this.status;
	}

	List<ConnectionEvent> events() {
		return this.events.events();
	}

	/** The state, whatever is said about stopping. */
	MqttDriverState state() {
		return this.underneath;
	}

	void enter(MqttDriverState state, ClientInfo client) {
		MqttDriverState former = this.underneath;
		Transitions.require(former, state);
		this.underneath = state;
		set(new Change().client(client));
		this.listener.entered(former, state);
	}

	void enter(MqttDriverState state) {
		enter(state, this.status.client());
	}

	void stopping() {
		if (!this.stopping) {
			this.stopping = true;
			set(new Change());
			this.events.add("stopping", this.status.client(), "disconnect() was called");
		}
	}

	void stopped() {
		this.stopping = false;
		this.lostAt = null;
		enter(MqttDriverState.STOPPED);
		this.events.add("stopped", this.status.client(), "disconnected by wish");
		logger.info("Stopped " + this.status.client());
	}

	void connected(ClientInfo client, int failures, boolean first, boolean unvalidated) {
		enter(MqttDriverState.CONNECTED, client);
		long rebuilds = this.status.rebuilds() + (first ? 0 : 1);
		set(new Change().rebuilds(rebuilds)
			.failures(failures)
			.circuit(MqttCircuitState.CLOSED)
			.unvalidated(unvalidated));
		Duration outage = (this.lostAt != null) ? Duration.ofNanos(this.clockwork.now() - this.lostAt) : null;
		this.lostAt = null;
		String detail = (outage != null) ? "after an outage of " + outage.toMillis() + " ms" : "first connection";
		this.events.add("connected", client, detail);
		logger.info("Connected " + client + ", " + detail);
		this.listener.connected(client, outage);
	}

	void lost(ClientInfo client, MqttConnectException cause) {
		this.lostAt = this.clockwork.now();
		set(new Change().lastFailure(cause.getMessage()));
		this.events.add("lost", client, String.valueOf(cause.getMessage()));
		logger.warn("Connection lost: " + cause.getMessage() + "; the client is thrown away and a new one made");
		this.listener.lost(client, cause);
	}

	void failed(ClientInfo client, MqttConnectException cause) {
		set(new Change().lastFailure(cause.getMessage()));
		this.events.add("failed", client, String.valueOf(cause.getMessage()));
		logger.warn("Attempt to connect failed: " + cause.getMessage());
		this.listener.failed(client, cause);
	}

	void failures(int consecutive) {
		set(new Change().failures(consecutive));
	}

	void lastFailure(MqttConnectException cause) {
		set(new Change().lastFailure(cause.getMessage()));
	}

	void circuit(MqttCircuitState circuit, String detail) {
		set(new Change().circuit(circuit));
		this.events.add("circuit", this.status.client(), circuit + ": " + detail);
		logger.warn("Circuit " + circuit + ": " + detail);
		if (circuit == MqttCircuitState.OPEN) {
			this.listener.circuitOpened(this.status.client());
		}
	}

	void refused(ClientInfo client, String filter, int reasonCode) {
		String detail = "the server refused the filter '" + filter + "' with reason code "
				+ SubscriptionStatus.inWords(reasonCode);
		this.events.add("subscription-refused", client, detail);
		logger.warn(client + ": " + detail + "; it stays wanted and is tried again with the next rebuild");
		this.listener.refused(client, filter, reasonCode);
	}

	private void set(Change change) {
		MqttDriverState shown = this.stopping ? MqttDriverState.STOPPING : this.underneath;
		this.status = change.applyTo(this.status, shown, this.clockwork.wallClock());
	}

}
