package io.mqttdriver.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A message that {@link FakeMqttBroker} sends to its clients, with any mix of flags and
 * properties, also those that a well-behaved broker would not send. Filled by one thread,
 * then handed over and left alone.
 */
public final class FakePublish {

	final String topic;

	byte[] payload = {};

	int qos;

	boolean retain;

	boolean dup;

	int packetId;

	final PropertyBag properties = new PropertyBag();

	private FakePublish(String topic) {
		this.topic = topic;
	}

	/**
	 * Begins a message of QoS 0 without payload.
	 * @param topic the topic; not checked
	 * @return the message
	 */
	public static FakePublish to(String topic) {
		return new FakePublish(topic);
	}

	/**
	 * Sets the payload.
	 * @param payload the bytes
	 * @return this message
	 */
	public FakePublish payload(byte[] payload) {
		this.payload = payload;
		return this;
	}

	/**
	 * Sets the payload.
	 * @param payload the text, sent as UTF-8
	 * @return this message
	 */
	public FakePublish payload(String payload) {
		return payload(payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sets the QoS.
	 * @param qos 0, 1 or 2; 0 by default
	 * @return this message
	 */
	public FakePublish qos(int qos) {
		this.qos = qos;
		return this;
	}

	/**
	 * Sets the RETAIN flag.
	 * @param retain the flag
	 * @return this message
	 */
	public FakePublish retain(boolean retain) {
		this.retain = retain;
		return this;
	}

	/**
	 * Sets the DUP flag.
	 * @param dup the flag
	 * @return this message
	 */
	public FakePublish dup(boolean dup) {
		this.dup = dup;
		return this;
	}

	/**
	 * Sets the packet identifier of a QoS 1 or 2 message; by default the next free one of
	 * each connection.
	 * @param packetId 1 to 65,535
	 * @return this message
	 */
	public FakePublish packetId(int packetId) {
		this.packetId = packetId;
		return this;
	}

	/**
	 * Adds subscription identifiers (section 3.3.2.3.8).
	 * @param identifiers the identifiers, in their order on the wire
	 * @return this message
	 */
	public FakePublish subscriptionIdentifiers(int... identifiers) {
		for (int identifier : identifiers) {
			this.properties.subscriptionIdentifiers.add(identifier);
		}
		return this;
	}

	/**
	 * Adds a user property; a name may be repeated.
	 * @param name the name
	 * @param value the value
	 * @return this message
	 */
	public FakePublish userProperty(String name, String value) {
		this.properties.user.add(Map.entry(name, value));
		return this;
	}

	/**
	 * Sets the content type.
	 * @param contentType the content type
	 * @return this message
	 */
	public FakePublish contentType(String contentType) {
		return property("contentType", contentType);
	}

	/**
	 * Sets the response topic.
	 * @param topic the topic
	 * @return this message
	 */
	public FakePublish responseTopic(String topic) {
		return property("responseTopic", topic);
	}

	/**
	 * Sets the correlation data.
	 * @param data the bytes
	 * @return this message
	 */
	public FakePublish correlationData(byte[] data) {
		return property("correlationData", data);
	}

	/**
	 * Sets the message expiry interval.
	 * @param interval the interval, in whole seconds
	 * @return this message
	 */
	public FakePublish messageExpiry(Duration interval) {
		return property("messageExpiryInterval", (int) interval.toSeconds());
	}

	/**
	 * Sets the topic alias.
	 * @param alias the alias
	 * @return this message
	 */
	public FakePublish topicAlias(int alias) {
		return property("topicAlias", alias);
	}

	/**
	 * Sets any property by its MQTT 5 name in camel case.
	 * @param name such as {@code payloadFormatIndicator}
	 * @param value an {@code Integer}, {@code String} or {@code byte[]}, as the property
	 * wants it
	 * @return this message
	 */
	public FakePublish property(String name, Object value) {
		this.properties.values.put(name, value);
		return this;
	}

}
