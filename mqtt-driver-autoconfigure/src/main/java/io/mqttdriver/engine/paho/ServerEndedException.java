package io.mqttdriver.engine.paho;

import java.io.IOException;

/**
 * The server refused or ended the connection in an orderly way.
 */
final class ServerEndedException extends IOException {

	private final transient Reply reply;

	private final boolean refused;

	ServerEndedException(Reply reply, boolean refused) {
		super("Reason code " + reply.reasonCode());
		this.reply = reply;
		this.refused = refused;
	}

	Reply reply() {
		return this.reply;
	}

	/** By a CONNACK; else by a DISCONNECT. */
	boolean refused() {
		return this.refused;
	}

}
