package io.mqttdriver.listener;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.mqttdriver.MqttPublish;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.mqtt.support.MqttHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;

/**
 * Publishes what a listener returns: to the response topic of a request with its
 * correlation data, else to the {@code @SendTo} topics. A collection is several messages.
 * Immutable, for any thread.
 */
final class Replies {

	private final ReplySink sink;

	private final List<String> sendTo;

	Replies(ReplySink sink, List<String> sendTo) {
		this.sink = sink;
		this.sendTo = List.copyOf(sendTo);
	}

	/**
	 * Publishes a result.
	 * @param request the message that was handled
	 * @param result null, a value, or a future of one
	 * @return done when all is settled; null if there is nothing to wait for
	 */
	@Nullable CompletionStage<?> publish(Message<?> request, @Nullable Object result) {
		if (result instanceof CompletionStage<?> future) {
			return future.thenCompose((value) -> {
				CompletionStage<?> published = publish(request, value);
				return (published != null) ? published : CompletableFuture.completedStage(null);
			});
		}
		List<String> topics = (result != null) ? topics(request.getHeaders()) : List.of();
		return (result == null || topics.isEmpty()) ? null : publish(request.getHeaders(), topics, result);
	}

	private CompletionStage<?> publish(MessageHeaders request, List<String> topics, Object result) {
		List<CompletableFuture<?>> published = new ArrayList<>();
		try {
			for (Object value : (result instanceof Collection<?> several) ? several : List.of(result)) {
				for (String topic : topics) {
					published.add(this.sink.publish(reply(request, topic, value)).toCompletableFuture());
				}
			}
		}
		catch (IllegalArgumentException ex) {
			throw new MessageConversionException("The reply can't be published: " + ex.getMessage(), ex);
		}
		return CompletableFuture.allOf(published.toArray(CompletableFuture[]::new));
	}

	private List<String> topics(MessageHeaders request) {
		Object response = request.get(MqttHeaders.RESPONSE_TOPIC);
		if (response != null) {
			return List.of(response.toString());
		}
		Object variables = request.get(DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER);
		return this.sendTo.stream()
			.map((topic) -> TopicTemplate.expand(topic, (name) -> value(variables, name)))
			.toList();
	}

	private static @Nullable String value(@Nullable Object variables, String name) {
		Object value = (variables instanceof Map<?, ?> map) ? map.get(name) : null;
		return (value != null) ? value.toString() : null;
	}

	private static MqttPublish reply(MessageHeaders request, String topic, Object value) {
		MqttPublish.Builder reply = MqttPublish.to(topic);
		if (request.get(MqttHeaders.CORRELATION_DATA) instanceof byte[] correlationData) {
			reply.correlationData(correlationData);
		}
		if (value instanceof Message<?> message) {
			copyHeaders(message.getHeaders(), reply);
			return reply.payload(message.getPayload()).build();
		}
		return reply.payload(value).build();
	}

	private static void copyHeaders(MessageHeaders headers, MqttPublish.Builder reply) {
		if (headers.get(MqttHeaders.QOS) instanceof Integer qos) {
			reply.qos(qos);
		}
		if (headers.get(MqttHeaders.RETAINED) instanceof Boolean retained) {
			reply.retained(retained);
		}
		Object contentType = headers.get(MessageHeaders.CONTENT_TYPE);
		if (contentType != null) {
			reply.contentType(contentType.toString());
		}
	}

}
