package io.mqttdriver.message;

import io.mqttdriver.message.MessageWriter.WrittenPayload;
import io.mqttdriver.topic.TopicNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.util.MimeTypeUtils;

/**
 * Turns a payload object into bytes. Safe for any thread.
 */
final class PayloadWriter {

	private final UserConverters converters;

	private final JsonMapper mapper;

	PayloadWriter(UserConverters converters, JsonMapper mapper) {
		this.converters = converters;
		this.mapper = mapper;
	}

	WrittenPayload write(Object payload, @Nullable String contentType) {
		if (payload instanceof byte[] bytes) {
			return new WrittenPayload(bytes, false, contentType);
		}
		if (payload instanceof String text) {
			return WrittenPayload.text(requireWellFormed(text), contentType);
		}
		Message<?> converted = convert(payload, contentType);
		return (converted != null) ? written(converted, payload, contentType) : json(payload, contentType);
	}

	private @Nullable Message<?> convert(Object payload, @Nullable String contentType) {
		try {
			return this.converters.write(payload, contentType);
		}
		catch (RuntimeException ex) {
			throw unwritable(payload, "a message converter failed: " + ex.getMessage(), ex);
		}
	}

	private static WrittenPayload written(Message<?> message, Object payload, @Nullable String given) {
		Object type = message.getHeaders().get(MessageHeaders.CONTENT_TYPE);
		String contentType = (given != null || type == null) ? given
				: TopicNames.requireUtf8("Content type", type.toString());
		if (message.getPayload() instanceof byte[] bytes) {
			return new WrittenPayload(bytes, false, contentType);
		}
		if (message.getPayload() instanceof String text) {
			return WrittenPayload.text(requireWellFormed(text), contentType);
		}
		throw unwritable(payload, "a message converter made " + message.getPayload().getClass().getName()
				+ " of it: let it make byte[] or String", null);
	}

	private WrittenPayload json(Object payload, @Nullable String contentType) {
		if (!ContentTypes.allowsJson(contentType)) {
			throw unwritable(payload, "no message converter takes it with content type " + contentType
					+ ": add a MessageConverter bean for that, or leave the content type out for JSON", null);
		}
		try {
			byte[] bytes = this.mapper.writeValueAsBytes(payload);
			return new WrittenPayload(bytes, true,
					(contentType != null) ? contentType : MimeTypeUtils.APPLICATION_JSON_VALUE);
		}
		catch (JacksonException ex) {
			throw unwritable(payload, "JSON can't express it: " + ex.getOriginalMessage(), ex);
		}
	}

	private static String requireWellFormed(String text) {
		int next = 0;
		while (next < text.length()) {
			int character = text.codePointAt(next);
			if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
				throw new IllegalArgumentException(
						"The String payload has the lone surrogate \\u" + Integer.toHexString(character) + " at index "
								+ next + ", which UTF-8 can't express: leave it out, or publish byte[]");
			}
			next += Character.charCount(character);
		}
		return text;
	}

	private static IllegalArgumentException unwritable(Object payload, String why, @Nullable Throwable cause) {
		return new IllegalArgumentException(
				"The payload of class " + payload.getClass().getName() + " can't be published: " + why, cause);
	}

}
