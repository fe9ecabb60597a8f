package io.mqttdriver.connection;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Which client: for logs, events and the endpoint.
 *
 * @param clientId as sent in the CONNECT
 * @param serverUri or none before the first attempt
 * @param generation counts the clients of this driver
 */
public record ClientInfo(String clientId, @Nullable URI serverUri, long generation) {

	/**
	 * The server in words.
	 * @return the URI, or null
	 */
	public @Nullable String server() {
		return (this.serverUri != null) ? this.serverUri.toString() : null;
	}

	@Override
	public String toString() {
		return "client '" + this.clientId + "' (generation " + this.generation + ") at " + server();
	}

}
