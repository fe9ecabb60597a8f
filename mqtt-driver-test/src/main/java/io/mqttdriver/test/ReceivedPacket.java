package io.mqttdriver.test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A packet that {@link FakeMqttBroker} received, as it stood on the wire. Immutable,
 * except that arrays are not copied.
 *
 * @param connection the number of the connection that it came on, counted from 1 in the
 * order of acceptance
 * @param type the kind of packet
 * @param nanoTime {@link System#nanoTime()} of its arrival
 * @param clientId the client identifier given or assigned in CONNECT, empty before it
 * @param packetId the packet identifier, 0 if the packet has none
 * @param reasonCode the reason code, 0 if the packet has none
 * @param topic the topic of a PUBLISH, else empty
 * @param payload the payload of a PUBLISH, else empty
 * @param qos the QoS of a PUBLISH, else 0
 * @param retain the RETAIN flag of a PUBLISH
 * @param dup the DUP flag of a PUBLISH
 * @param filters the filters of a SUBSCRIBE or UNSUBSCRIBE in their order, else empty
 * @param userProperties the user properties in their order, repeated names too
 * @param properties all other properties, under their MQTT 5 names in camel case
 * ({@code messageExpiryInterval}, {@code correlationData}, {@code receiveMaximum}); the
 * values are {@code Integer}, {@code String} or {@code byte[]}
 * @param connect what only a CONNECT has, else {@code null}
 */
public record ReceivedPacket(int connection, MqttPacketType type, long nanoTime, String clientId, int packetId,
		int reasonCode, String topic, byte[] payload, int qos, boolean retain, boolean dup, List<Filter> filters,
		List<Map.Entry<String, String>> userProperties, Map<String, Object> properties, @Nullable Connect connect) {

	/**
	 * The payload read as UTF-8.
	 * @return the payload's text
	 */
	public String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	/**
	 * The subscription identifier of a SUBSCRIBE.
	 * @return the identifier, or {@code null} without one
	 */
	public @Nullable Integer subscriptionIdentifier() {
		return (Integer) this.properties.get(PropertyBag.SUBSCRIPTION_IDENTIFIER);
	}

	/**
	 * The first user property of that name.
	 * @param name the name of the property
	 * @return its value, or {@code null} without one
	 */
	public @Nullable String userProperty(String name) {
		for (Map.Entry<String, String> pair : this.userProperties) {
			if (pair.getKey().equals(name)) {
				return pair.getValue();
			}
		}
		return null;
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("#" + this.connection + " " + this.type);
		text.append((this.packetId != 0) ? " id=" + this.packetId : "");
		text.append((this.reasonCode != 0) ? " reason=0x" + Integer.toHexString(this.reasonCode) : "");
		switch (this.type) {
			case PUBLISH -> text.append(" '" + this.topic + "' qos=" + this.qos + (this.retain ? " retain" : "")
					+ (this.dup ? " dup" : "") + " " + this.payload.length + " bytes");
			case CONNECT -> text.append(" client='" + this.clientId + "'");
			default ->
				text.append(this.filters.isEmpty() ? "" : " " + this.filters.stream().map(Filter::filter).toList());
		}
		String user = this.userProperties.stream().map(Object::toString).collect(Collectors.joining(","));
		return text.append(user.isEmpty() ? "" : " user=" + user).toString();
	}

	/**
	 * One filter of a SUBSCRIBE with its options (section 3.8.3.1); in an UNSUBSCRIBE the
	 * options are 0 and {@code false}.
	 *
	 * @param filter the topic filter
	 * @param qos the maximum QoS asked for
	 * @param noLocal own messages don't come back
	 * @param retainAsPublished the RETAIN flag is forwarded as it was
	 * @param retainHandling 0, 1 or 2
	 */
	public record Filter(String filter, int qos, boolean noLocal, boolean retainAsPublished, int retainHandling) {
	}

	/**
	 * What only a CONNECT has (section 3.1).
	 *
	 * @param version the protocol version, 5 for MQTT 5
	 * @param cleanStart whether an old session is to be thrown away
	 * @param keepAlive the keep-alive in seconds, 0 for none
	 * @param username the user name, if any
	 * @param password the password, if any
	 * @param will the will, if any
	 */
	public record Connect(int version, boolean cleanStart, int keepAlive, @Nullable String username,
			byte @Nullable [] password, @Nullable Will will) {
	}

	/**
	 * The message that the broker publishes when the client is lost (section 3.1.3).
	 *
	 * @param topic the will topic
	 * @param payload the will payload
	 * @param qos the will QoS
	 * @param retain the will's RETAIN flag
	 * @param userProperties the will's user properties
	 * @param properties the will's other properties, such as {@code willDelayInterval}
	 */
	public record Will(String topic, byte[] payload, int qos, boolean retain,
			List<Map.Entry<String, String>> userProperties, Map<String, Object> properties) {
	}

}
