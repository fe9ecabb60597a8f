package io.mqttdriver.test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;

/**
 * MQTT 5 properties under the names of section 2.2.2.2 in camel case, to and from the
 * codec. Not safe for threads: it belongs to whoever fills it.
 */
final class PropertyBag {

	static final String SUBSCRIPTION_IDENTIFIER = "subscriptionIdentifier";

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
		if (id == MqttProperties.PUBLICATION_EXPIRY_INTERVAL) {
			return "messageExpiryInterval";
		}
		StringBuilder name = new StringBuilder();
		for (String word : MqttPropertyType.valueOf(id).name().toLowerCase(Locale.ROOT).split("_")) {
			name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
		}
		return name.toString();
	}

	private static int id(String name) {
		for (MqttPropertyType type : MqttPropertyType.values()) {
			if (name(type.value()).equals(name)) {
				return type.value();
			}
		}
		throw new IllegalArgumentException("'" + name + "' is no property of MQTT 5: use a name of section 2.2.2.2"
				+ " in camel case, such as 'contentType'");
	}

}
