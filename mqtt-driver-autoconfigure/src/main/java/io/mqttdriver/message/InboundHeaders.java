package io.mqttdriver.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.mqtt.support.MqttHeaders;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.support.NativeMessageHeaderAccessor;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * The headers of a message that came in. What the wire says never takes the place of what
 * Spring gives a meaning to. Stateless.
 */
final class InboundHeaders {

	private static final Set<String> RESERVED = Set.of(MessageHeaders.ID, MessageHeaders.TIMESTAMP,
			MessageHeaders.REPLY_CHANNEL, MessageHeaders.ERROR_CHANNEL, MessageHeaders.CONTENT_TYPE,
			NativeMessageHeaderAccessor.NATIVE_HEADERS, IntegrationMessageHeaderAccessor.ACKNOWLEDGMENT_CALLBACK,
			DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER);

	private InboundHeaders() {
	}

	static Map<String, Object> of(InboundPublish publish, List<TopicTemplate> templates) {
		Map<String, Object> headers = new HashMap<>();
		PublishProperties properties = publish.properties();
		MultiValueMap<String, String> userProperties = userProperties(properties);
		userProperties.forEach((name, values) -> {
			if (!isReserved(name)) {
				headers.put(name, values.get(0));
			}
		});
		headers.put(MqttDriverHeaders.USER_PROPERTIES, CollectionUtils.unmodifiableMultiValueMap(userProperties));
		headers.put(MqttHeaders.RECEIVED_TOPIC, publish.topic());
		headers.put(MqttHeaders.RECEIVED_QOS, publish.qos());
		headers.put(MqttHeaders.RECEIVED_RETAINED, publish.retained());
		headers.put(MqttHeaders.DUPLICATE, publish.duplicate());
		putIfPresent(headers, MessageHeaders.CONTENT_TYPE, properties.contentType());
		putIfPresent(headers, MqttHeaders.RESPONSE_TOPIC, properties.responseTopic());
		putIfPresent(headers, MqttHeaders.CORRELATION_DATA, properties.correlationData());
		if (properties.messageExpiry() != null) {
			headers.put(MqttHeaders.MESSAGE_EXPIRY_INTERVAL, properties.messageExpiry().toSeconds());
		}
		headers.put(DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER,
				variables(publish.topic(), templates));
		return headers;
	}

	private static boolean isReserved(String name) {
		return RESERVED.contains(name) || name.startsWith(MqttHeaders.PREFIX);
	}

	private static MultiValueMap<String, String> userProperties(PublishProperties properties) {
		MultiValueMap<String, String> result = new LinkedMultiValueMap<>();
		for (UserProperty property : properties.userProperties()) {
			result.add(property.name(), property.value());
		}
		return result;
	}

	private static Map<String, String> variables(String topic, List<TopicTemplate> templates) {
		for (TopicTemplate template : templates) {
			if (template.hasVariables() && template.filter().matches(topic)) {
				return template.variables(topic);
			}
		}
		return Map.of();
	}

	private static void putIfPresent(Map<String, Object> headers, String name, @Nullable Object value) {
		if (value != null) {
			headers.put(name, value);
		}
	}

}
