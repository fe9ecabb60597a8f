package io.mqttdriver.engine.paho;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * Makes Paho's PUBLISH. Rule 11: message and properties are new for each attempt. Rules
 * 12 and 13: it is encoded once here, so that what Paho can't encode fails alone, and not
 * on Paho's sending thread with the connection.
 *
 * @param packet for Paho
 * @param size in bytes on the wire
 */
record PublishEncoder(MqttPublish packet, long size) {

	private static final int LONGEST = 65_535;

	static PublishEncoder of(OutboundPublish publish) throws MqttException {
		PublishProperties properties = publish.properties();
		check("topic", publish.topic());
		check("content type", properties.contentType());
		check("response topic", properties.responseTopic());
		byte[] correlation = properties.correlationData();
		if (correlation != null && correlation.length > LONGEST) {
			throw new IllegalArgumentException("The correlation data is longer than 65,535 bytes");
		}
		for (PublishProperties.UserProperty property : properties.userProperties()) {
			check("name of a user property", property.name());
			check("value of a user property", property.value());
		}
		MqttMessage message = new MqttMessage(publish.payload(), publish.qos(), publish.retained(),
				properties(properties));
		MqttPublish packet = new MqttPublish(publish.topic(), message, message.getProperties());
		return new PublishEncoder(packet, (long) packet.getHeader().length + publish.payload().length);
	}

	static MqttProperties properties(PublishProperties from) {
		MqttProperties properties = new MqttProperties();
		properties.setPayloadFormat(from.utf8Payload());
		if (from.messageExpiry() != null) {
			properties.setMessageExpiryInterval(ConnectOptions.seconds(from.messageExpiry()));
		}
		properties.setContentType(from.contentType());
		properties.setResponseTopic(from.responseTopic());
		properties.setCorrelationData(from.correlationData());
		List<UserProperty> userProperties = new ArrayList<>();
		from.userProperties()
			.forEach((property) -> userProperties.add(new UserProperty(property.name(), property.value())));
		properties.setUserProperties(userProperties);
		return properties;
	}

	private static void check(String what, @Nullable String text) {
		if (text != null && text.length() * 3L > LONGEST && text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
			throw new IllegalArgumentException("The " + what + " is longer than 65,535 bytes");
		}
	}

}
