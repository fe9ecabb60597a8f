package io.mqttdriver.event;

import org.jspecify.annotations.Nullable;

/**
 * The connection is up: validated, every subscription answered, unsettled publishes sent
 * again.
 */
public class MqttConnectedEvent extends MqttDriverEvent {

	/**
	 * Creates one.
	 * @param source the driver
	 * @param clientId of the client
	 * @param serverUri of the server, or null
	 * @param generation of the client
	 */
	public MqttConnectedEvent(Object source, String clientId, @Nullable String serverUri, long generation) {
		super(source, clientId, serverUri, generation);
	}

}
