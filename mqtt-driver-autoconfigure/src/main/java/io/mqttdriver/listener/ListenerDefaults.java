package io.mqttdriver.listener;

/**
 * What applies where {@code @MqttListener} says nothing: {@code mqtt.driver.listener.*}.
 *
 * @param qos 0, 1 or 2
 * @param concurrency 1 or more
 * @param manualAck whether {@code ack-mode} is {@code manual}
 * @param autoStartup whether listeners start with the application
 * @param manualAckOfQos2 whether the engine leaves the acknowledgement of QoS 2 to
 * handlers
 */
public record ListenerDefaults(int qos, int concurrency, boolean manualAck, boolean autoStartup,
		boolean manualAckOfQos2) {

	/** The defaults of the properties, with engine {@code paho}. */
	public static final ListenerDefaults DEFAULT = new ListenerDefaults(1, 1, false, true, false);

}
