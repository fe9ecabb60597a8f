package io.mqttdriver.message;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.converter.MessageConversionException;

/**
 * Reads JSON within limits. Safe for any thread.
 */
final class JsonPayloads {

	private final JsonMapper mapper;

	private final long maxBytes;

	JsonPayloads(JsonMapper mapper) {
		this.mapper = LimitedMapper.of(mapper);
		this.maxBytes = this.mapper.tokenStreamFactory().streamReadConstraints().getMaxDocumentLength();
	}

	/**
	 * Reads a document.
	 * @return null for the JSON {@code null}, but of trees
	 * @throws RuntimeException if it isn't JSON, doesn't fit, or breaks a limit
	 */
	@Nullable Object read(byte[] json, Type type, boolean strict) {
		if (json.length > this.maxBytes) {
			throw new MessageConversionException("JSON of " + json.length + " bytes is longer than the limit of "
					+ this.maxBytes + ": raise maxDocumentLength of the JsonMapper's StreamReadConstraints");
		}
		ObjectReader reader = this.mapper.readerFor(this.mapper.constructType(type));
		if (strict) {
			reader = reader.with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
		}
		return reader.readValue(json);
	}

}
