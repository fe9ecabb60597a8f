package io.mqttdriver.connection;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.engine.ClientSpec.Credentials;
import io.mqttdriver.engine.Engine;
import io.mqttdriver.subscription.Ledger;

/**
 * What clients are made of and with, and where they end. Confined to the connection's
 * thread.
 */
final class Workshop {

	private final ConnectionSettings connection;

	private final Engine engine;

	private final Clockwork clockwork;

	private final ClientFlows flows;

	private final Ledger<?> ledger;

	private final Servers servers;

	private final ClientIds ids;

	private final Validation validation;

	private CompletableFuture<Void> lastClosed = CompletableFuture.completedFuture(null);

	private long generation;

	Workshop(ConnectionSettings connection, ReconnectSettings reconnect, Engine engine, Clockwork clockwork,
			ClientFlows flows, Ledger<?> ledger) {
		this.connection = connection;
		this.engine = engine;
		this.clockwork = clockwork;
		this.flows = flows;
		this.ledger = ledger;
		this.servers = new Servers(connection.uris(), reconnect.allowedServers());
		this.ids = new ClientIds(connection.clientId(), reconnect.freshClientId(), clockwork.wallClock());
		this.validation = new Validation(reconnect.validation(), connection.clientId());
	}

	Client client(URI uri, String clientId, ClientListener listener) {
		ClientInfo info = new ClientInfo(clientId, uri, ++this.generation);
		return new Client(info, this.clockwork, this.ledger, this.validation.topic(), listener);
	}

	URI uri(Client client) {
		return Objects.requireNonNull(client.info().serverUri());
	}

	CompletableFuture<Credentials> credentials() {
		CompletableFuture<Credentials> answer = new CompletableFuture<>();
		this.clockwork.blocking().execute(() -> {
			try {
				answer.complete(this.connection.credentials().call());
			}
			catch (Throwable ex) {
				answer.completeExceptionally(ex);
			}
		});
		return answer;
	}

	/** Closes a client at once, with all that belongs to it. */
	void discard(Client client) {
		close(client, Duration.ZERO);
	}

	/** Closes a client with a DISCONNECT. */
	void close(Client client, Duration grace) {
		client.close(0, grace);
		this.lastClosed = client.whenClosed();
	}

	/** Done when the socket and the threads of the last client are gone. */
	CompletableFuture<Void> lastClosed() {
		return this.lastClosed;
	}

	ConnectionSettings connection() {
		return this.connection;
	}

	Engine engine() {
		return this.engine;
	}

	Clockwork clockwork() {
		return this.clockwork;
	}

	ClientFlows flows() {
		return this.flows;
	}

	Ledger<?> ledger() {
		return this.ledger;
	}

	Servers servers() {
		return this.servers;
	}

	ClientIds ids() {
		return this.ids;
	}

	Validation validation() {
		return this.validation;
	}

}
