package io.mqttdriver.test;

/**
 * The packets that a client sends, by their names in MQTT 5 (section 2.1.2). A test
 * scripts {@link FakeMqttBroker} and reads its record by them.
 */
public enum MqttPacketType {

	/** The client's first packet. */
	CONNECT,

	/** A message from the client. */
	PUBLISH,

	/** The client has taken a QoS 1 message. */
	PUBACK,

	/** The client has taken a QoS 2 message, part 1. */
	PUBREC,

	/** The client releases its QoS 2 message, part 2. */
	PUBREL,

	/** The client is done with a QoS 2 message, part 3. */
	PUBCOMP,

	/** The client asks for filters. */
	SUBSCRIBE,

	/** The client gives filters up. */
	UNSUBSCRIBE,

	/** The client's keep-alive. */
	PINGREQ,

	/** The client says goodbye. */
	DISCONNECT,

	/** A step of enhanced authentication. */
	AUTH

}
