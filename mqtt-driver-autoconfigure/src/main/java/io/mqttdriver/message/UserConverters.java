package io.mqttdriver.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.engine.InboundPublish;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.support.GenericMessage;

/**
 * The application's own message converters, asked in their order. Safe for any thread if
 * they are.
 */
final class UserConverters {

	private final List<MessageConverter> converters;

	UserConverters(List<? extends MessageConverter> converters) {
		this.converters = List.copyOf(converters);
	}

	/** The payload by the first converter that has one, or null. */
	@Nullable Object read(InboundPublish publish, PayloadType type, Class<?> readAs) {
		if (this.converters.isEmpty()) {
			return null;
		}
		Map<String, Object> headers = InboundHeaders.of(publish, List.of());
		withoutForeign(headers);
		Message<byte[]> message = new GenericMessage<>(publish.payload(), headers);
		for (MessageConverter converter : this.converters) {
			Object payload = (converter instanceof SmartMessageConverter smart && readAs == type.rawClass())
					? smart.fromMessage(message, readAs, type.parameter()) : converter.fromMessage(message, readAs);
			if (payload != null) {
				return payload;
			}
		}
		return null;
	}

	/** The message by the first converter that makes one, or null. */
	@Nullable Message<?> write(Object payload, @Nullable String contentType) {
		Map<String, Object> headers = new HashMap<>();
		if (contentType != null) {
			headers.put(MessageHeaders.CONTENT_TYPE, contentType);
			withoutForeign(headers);
		}
		for (MessageConverter converter : this.converters) {
			Message<?> message = converter.toMessage(payload, new MessageHeaders(headers));
			if (message != null) {
				return message;
			}
		}
		return null;
	}

	/** Converters throw on a content type that is no MIME type: they don't see it. */
	private static void withoutForeign(Map<String, Object> headers) {
		if (ContentTypes.parse((String) headers.get(MessageHeaders.CONTENT_TYPE)) == null) {
			headers.remove(MessageHeaders.CONTENT_TYPE);
		}
	}

}
