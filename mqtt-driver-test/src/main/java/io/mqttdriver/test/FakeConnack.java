package io.mqttdriver.test;

import java.time.Duration;
import java.util.Map;

/**
 * What {@link FakeMqttBroker} says of itself in CONNACK (section 3.2.2.3). It only says
 * so: it enforces none of it. Filled by one thread, then handed over and left alone.
 */
public final class FakeConnack {

	boolean sessionPresent;

	final PropertyBag properties = new PropertyBag();

	FakeConnack() {
	}

	/**
	 * Sets the session present flag; the broker itself keeps no sessions.
	 * @param sessionPresent the flag
	 * @return this CONNACK
	 */
	public FakeConnack sessionPresent(boolean sessionPresent) {
		this.sessionPresent = sessionPresent;
		return this;
	}

	/**
	 * Sets the session expiry interval that the broker uses instead of the client's.
	 * @param interval the interval, in whole seconds
	 * @return this CONNACK
	 */
	public FakeConnack sessionExpiry(Duration interval) {
		return property("sessionExpiryInterval", (int) interval.toSeconds());
	}

	/**
	 * Sets how many QoS 1 and 2 messages the client may have in flight.
	 * @param messages 1 to 65,535
	 * @return this CONNACK
	 */
	public FakeConnack receiveMaximum(int messages) {
		return property("receiveMaximum", messages);
	}

	/**
	 * Sets the maximum QoS.
	 * @param qos 0 or 1
	 * @return this CONNACK
	 */
	public FakeConnack maximumQos(int qos) {
		return property("maximumQos", qos);
	}

	/**
	 * Says whether retained messages are supported.
	 * @param available whether they are
	 * @return this CONNACK
	 */
	public FakeConnack retainAvailable(boolean available) {
		return flag("retainAvailable", available);
	}

	/**
	 * Sets the largest packet that the broker takes.
	 * @param bytes the size of the whole packet
	 * @return this CONNACK
	 */
	public FakeConnack maximumPacketSize(int bytes) {
		return property("maximumPacketSize", bytes);
	}

	/**
	 * Sets the client identifier that the broker assigns.
	 * @param clientId the identifier
	 * @return this CONNACK
	 */
	public FakeConnack assignedClientId(String clientId) {
		return property("assignedClientIdentifier", clientId);
	}

	/**
	 * Sets the highest topic alias that the broker takes.
	 * @param maximum the highest alias
	 * @return this CONNACK
	 */
	public FakeConnack topicAliasMaximum(int maximum) {
		return property("topicAliasMaximum", maximum);
	}

	/**
	 * Sets the reason string.
	 * @param reason a text for people
	 * @return this CONNACK
	 */
	public FakeConnack reasonString(String reason) {
		return property("reasonString", reason);
	}

	/**
	 * Adds a user property; a name may be repeated.
	 * @param name the name
	 * @param value the value
	 * @return this CONNACK
	 */
	public FakeConnack userProperty(String name, String value) {
		this.properties.user.add(Map.entry(name, value));
		return this;
	}

	/**
	 * Says whether wildcard subscriptions are supported.
	 * @param available whether they are
	 * @return this CONNACK
	 */
	public FakeConnack wildcardAvailable(boolean available) {
		return flag("wildcardSubscriptionAvailable", available);
	}

	/**
	 * Says whether subscription identifiers are supported.
	 * @param available whether they are
	 * @return this CONNACK
	 */
	public FakeConnack subscriptionIdentifiersAvailable(boolean available) {
		return flag("subscriptionIdentifierAvailable", available);
	}

	/**
	 * Says whether shared subscriptions are supported.
	 * @param available whether they are
	 * @return this CONNACK
	 */
	public FakeConnack sharedAvailable(boolean available) {
		return flag("sharedSubscriptionAvailable", available);
	}

	/**
	 * Sets the keep-alive that the client must use instead of its own.
	 * @param interval the interval, in whole seconds
	 * @return this CONNACK
	 */
	public FakeConnack serverKeepAlive(Duration interval) {
		return property("serverKeepAlive", (int) interval.toSeconds());
	}

	/**
	 * Sets the server reference, for the reason codes 0x9C and 0x9D.
	 * @param reference where the client should go
	 * @return this CONNACK
	 */
	public FakeConnack serverReference(String reference) {
		return property("serverReference", reference);
	}

	/**
	 * Sets any property by its MQTT 5 name in camel case.
	 * @param name such as {@code responseInformation}
	 * @param value an {@code Integer}, {@code String} or {@code byte[]}, as the property
	 * wants it
	 * @return this CONNACK
	 */
	public FakeConnack property(String name, Object value) {
		this.properties.values.put(name, value);
		return this;
	}

	private FakeConnack flag(String name, boolean available) {
		return property(name, available ? 1 : 0);
	}

}
