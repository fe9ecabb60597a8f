package io.mqttdriver.engine.paho;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * A message of Paho's in the words of the port. Rule 15: identifiers are passed on as
 * they came; routing is not Paho's business.
 */
final class PublishDecoder {

	private PublishDecoder() {
	}

	static InboundPublish decode(String topic, MqttMessage message, int qos, long delivery, boolean duplicate) {
		MqttProperties from = message.getProperties();
		PublishProperties properties = new PublishProperties(from.getPayloadFormat(),
				seconds(from.getMessageExpiryInterval()), from.getContentType(), from.getResponseTopic(),
				from.getCorrelationData(), userProperties(from));
		return new InboundPublish(delivery, topic, message.getPayload(), qos, message.isRetained(), duplicate,
				from.getSubscriptionIdentifiers(), properties);
	}

	private static @Nullable Duration seconds(@Nullable Long seconds) {
		return (seconds != null) ? Duration.ofSeconds(seconds) : null;
	}

	private static List<PublishProperties.UserProperty> userProperties(MqttProperties from) {
		return from.getUserProperties()
			.stream()
			.map((property) -> new PublishProperties.UserProperty(property.getKey(), property.getValue()))
			.toList();
	}

}
