package io.mqttdriver.event;

import org.jspecify.annotations.Nullable;

/**
 * The connection is lost; a rebuild follows.
 */
public class MqttConnectionLostEvent extends MqttDriverEvent {

	private final Throwable cause;

	/**
	 * Creates one.
	 * @param source the driver
	 * @param clientId of the client
	 * @param serverUri of the server, or null
	 * @param generation of the client
	 * @param cause why
	 */
	public MqttConnectionLostEvent(Object source, String clientId, @Nullable String serverUri, long generation,
			Throwable cause) {
		super(source, clientId, serverUri, generation);
		this.cause = cause;
	}

	/**
	 * Why.
	 * @return why
	 */
	public Throwable getCause() {
		return this.cause;
	}

}
