package io.mqttdriver.connection;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.mqttdriver.engine.EngineClient;

/**
 * Makes the flow of each client, and drains them all at the end. Called on the
 * connection's thread, {@link #openIntake} and {@link #closeIntake} on any; no method
 * blocks.
 */
public interface ClientFlows {

	/**
	 * Makes the flow of a new client, before its CONNECT is answered.
	 * @param client where to send
	 * @param info which client
	 * @param stalled to be told that the client must be rebuilt, with a diagnosis
	 * @return the flow
	 */
	ClientFlow open(EngineClient client, ClientInfo info, Consumer<String> stalled);

	/**
	 * Publishes are accepted again.
	 */
	void openIntake();

	/**
	 * Nothing new is accepted, in either direction.
	 */
	void closeIntake();

	/**
	 * Handlers and publishes are done.
	 * @return done when nothing runs and nothing is unsettled
	 */
	CompletableFuture<Void> drained();

	/**
	 * Handlers are interrupted, publishes fail.
	 */
	void abandon();

}
