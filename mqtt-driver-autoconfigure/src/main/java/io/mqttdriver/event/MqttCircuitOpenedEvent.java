package io.mqttdriver.event;

import org.jspecify.annotations.Nullable;

/**
 * The circuit opened: no attempts until the probe or a reset.
 */
public class MqttCircuitOpenedEvent extends MqttDriverEvent {

	/**
	 * Creates one.
	 * @param source the driver
	 * @param clientId of the client
	 * @param serverUri of the server, or null
	 * @param generation of the client
	 */
	public MqttCircuitOpenedEvent(Object source, String clientId, @Nullable String serverUri, long generation) {
		super(source, clientId, serverUri, generation);
	}

}
