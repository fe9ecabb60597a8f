package io.mqttdriver.engine;

import java.util.List;

/**
 * The server's side of one scripted connection: what arrives at it. Not thread-safe.
 */
public interface ServerPeer {

	/** The CONNECT arrived. */
	void connect();

	void publish(long token, OutboundPublish publish);

	void subscribe(long token, int identifier, List<WireSubscription> filters);

	void unsubscribe(long token, List<String> filters);

	/** Acknowledges what the server has delivered. */
	default void acknowledge(long delivery) {
	}

	/** The connection is no more, whoever ended it. Told once. */
	default void ended() {
	}

}
