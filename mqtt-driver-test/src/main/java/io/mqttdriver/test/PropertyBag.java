package io.mqttdriver.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netty.handler.codec.mqtt.MqttProperties;

/**
 * MQTT 5 properties under the names of section 2.2.2.2 in camel case, to and from the
 * codec. Not safe for threads: it belongs to whoever fills it.
 */
final class PropertyBag {

	static final String SUBSCRIPTION_IDENTIFIER = "subscriptionIdentifier";

	private static final Map<Integer, String> NAMES = Map.ofEntries(
			Map.entry(MqttProperties.PAYLOAD_FORMAT_INDICATOR, "payloadFormatIndicator"),
			Map.entry(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, "messageExpiryInterval"),
			Map.entry(MqttProperties.CONTENT_TYPE, "contentType"),
			Map.entry(MqttProperties.RESPONSE_TOPIC, "responseTopic"),
			Map.entry(MqttProperties.CORRELATION_DATA, "correlationData"),
			Map.entry(MqttProperties.SUBSCRIPTION_IDENTIFIER, SUBSCRIPTION_IDENTIFIER),
			Map.entry(MqttProperties.SESSION_EXPIRY_INTERVAL, "sessionExpiryInterval"),
			Map.entry(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, "assignedClientIdentifier"),
			Map.entry(MqttProperties.SERVER_KEEP_ALIVE, "serverKeepAlive"),
			Map.entry(MqttProperties.AUTHENTICATION_METHOD, "authenticationMethod"),
			Map.entry(MqttProperties.AUTHENTICATION_DATA, "authenticationData"),
			Map.entry(MqttProperties.REQUEST_PROBLEM_INFORMATION, "requestProblemInformation"),
			Map.entry(MqttProperties.WILL_DELAY_INTERVAL, "willDelayInterval"),
			Map.entry(MqttProperties.REQUEST_RESPONSE_INFORMATION, "requestResponseInformation"),
			Map.entry(MqttProperties.RESPONSE_INFORMATION, "responseInformation"),
			Map.entry(MqttProperties.SERVER_REFERENCE, "serverReference"),
			Map.entry(MqttProperties.REASON_STRING, "reasonString"),
			Map.entry(MqttProperties.RECEIVE_MAXIMUM, "receiveMaximum"),
			Map.entry(MqttProperties.TOPIC_ALIAS_MAXIMUM, "topicAliasMaximum"),
			Map.entry(MqttProperties.TOPIC_ALIAS, "topicAlias"), Map.entry(MqttProperties.MAXIMUM_QOS, "maximumQos"),
			Map.entry(MqttProperties.RETAIN_AVAILABLE, "retainAvailable"),
			Map.entry(MqttProperties.MAXIMUM_PACKET_SIZE, "maximumPacketSize"),
			Map.entry(MqttProperties.WILDCARD_SUBSCRIPTION_AVAILABLE, "wildcardSubscriptionAvailable"),
			Map.entry(MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, "subscriptionIdentifierAvailable"),
			Map.entry(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, "sharedSubscriptionAvailable"));

	final Map<String, Object> values = new LinkedHashMap<>();

	final List<Map.Entry<String, String>> user = new ArrayList<>();

	final List<Integer> subscriptionIdentifiers = new ArrayList<>();

	static PropertyBag from(MqttProperties properties) {
		PropertyBag bag = new PropertyBag();
		for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
			bag.read(property);
		}
		return bag;
	}

	private void read(MqttProperties.MqttProperty<?> property) {
		if (property instanceof MqttProperties.UserProperties pairs) {
			pairs.value().forEach((pair) -> this.user.add(Map.entry(pair.key, pair.value)));
		}
		else if (property instanceof MqttProperties.UserProperty pair) {
			this.user.add(Map.entry(pair.value().key, pair.value().value));
		}
		else {
			this.values.put(name(property.propertyId()), property.value());
		}
	}

	MqttProperties toNetty() {
		MqttProperties properties = new MqttProperties();
		this.values.forEach((name, value) -> properties.add(property(id(name), value)));
		this.subscriptionIdentifiers.forEach((identifier) -> properties
			.add(new MqttProperties.IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER, identifier)));
		if (!this.user.isEmpty()) {
			MqttProperties.UserProperties pairs = new MqttProperties.UserProperties();
			this.user.forEach((pair) -> pairs.add(pair.getKey(), pair.getValue()));
			properties.add(pairs);
		}
		return properties;
	}

	private static MqttProperties.MqttProperty<?> property(int id, Object value) {
		if (value instanceof Integer number) {
			return new MqttProperties.IntegerProperty(id, number);
		}
		if (value instanceof byte[] bytes) {
			return new MqttProperties.BinaryProperty(id, bytes);
		}
		return new MqttProperties.StringProperty(id, value.toString());
	}

	private static String name(int id) {
		return NAMES.getOrDefault(id, "property" + id);
	}

	private static int id(String name) {
		for (Map.Entry<Integer, String> known : NAMES.entrySet()) {
			if (known.getValue().equals(name)) {
				return known.getKey();
			}
		}
		throw new IllegalArgumentException("'" + name + "' is no property of MQTT 5: use a name of section 2.2.2.2"
				+ " in camel case, such as 'contentType'");
	}

}
