package io.mqttdriver.connection;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.ServerLimits;

/**
 * The messages of one client, in both directions. Made for it, dies with it.
 */
public interface ClientFlow {

	/**
	 * A publish was settled; on a thread of the engine, never blocks.
	 * @param token 1 and up
	 * @param reasonCode of the acknowledgement
	 * @param reason the reason string
	 */
	void settled(long token, int reasonCode, String reason);

	/**
	 * A publish came in; on a thread of the engine, never blocks.
	 * @param publish the message
	 */
	void received(InboundPublish publish);

	/**
	 * A publish came in that the engine could not read, and has answered; on a thread of
	 * the engine, never blocks.
	 */
	void unreadable();

	/**
	 * Validated and subscribed: unsettled publishes go out again, then new ones.
	 * @param limits what the server can do
	 */
	void resume(ServerLimits limits);

	/**
	 * The server ended the connection; on a thread of the engine, never blocks.
	 * {@link #close()} comes after.
	 * @param reasonCode of its DISCONNECT
	 */
	void ended(int reasonCode);

	/**
	 * The client is dead: what is unsettled goes back, acknowledgements go nowhere.
	 */
	void close();

}
