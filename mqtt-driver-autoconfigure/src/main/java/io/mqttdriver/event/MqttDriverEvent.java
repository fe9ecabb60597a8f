package io.mqttdriver.event;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * Something happened to the connection. The source is the {@code MqttDriver}.
 */
public abstract class MqttDriverEvent extends ApplicationEvent {

	private final String clientId;

	private final @Nullable String serverUri;

	private final long generation;

	MqttDriverEvent(Object source, String clientId, @Nullable String serverUri, long generation) {
		super(source);
		this.clientId = clientId;
		this.serverUri = serverUri;
		this.generation = generation;
	}

	/**
	 * The client id of the client that it happened to.
	 * @return the one in use, not the configured one
	 */
	public String getClientId() {
		return this.clientId;
	}

	/**
	 * The server of that client.
	 * @return its URI, or null before the first attempt
	 */
	public @Nullable String getServerUri() {
		return this.serverUri;
	}

	/**
	 * Counts the clients that the driver made, for logs.
	 * @return 1 for the first
	 */
	public long getGeneration() {
		return this.generation;
	}

}
