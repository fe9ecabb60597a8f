package io.mqttdriver.connection;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.InboundPublish;

/**
 * Who is responsible for a client: first the attempt that made it, then the life that it
 * serves. What only an attempt waits for is nothing afterwards. Called on the
 * connection's thread, and never for a client that was closed.
 */
interface ClientListener {

	/** The server accepted the CONNECT. */
	default void accepted(Client client) {
	}

	/** The test publish was acknowledged. */
	default void acknowledged(Client client, int reasonCode) {
	}

	/** The SUBSCRIBE to the validation topic, or its UNSUBSCRIBE, was answered. */
	default void validationSubscribed(Client client, int reasonCode) {
	}

	/** A message on the validation topic came in. */
	default void cameBack(Client client, InboundPublish publish) {
	}

	/** An answer to a SUBSCRIBE or UNSUBSCRIBE was entered. */
	void answered(Client client);

	/** The client is lost. */
	void lost(Client client, EngineFailure failure);

}
