package io.mqttdriver.message;

import java.util.List;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.converter.MessageConversionException;

/**
 * Decides by topic and type whether a payload is for a handler, and reads it. Safe for
 * any thread.
 */
final class PayloadReader {

	private static final int MAX_MESSAGE = 500;

	private final MessageTypes types;

	private final UserConverters converters;

	private final JsonPayloads json;

	private final String typeProperty;

	PayloadReader(MessageTypes types, UserConverters converters, JsonPayloads json, String typeProperty) {
		this.types = types;
		this.converters = converters;
		this.json = json;
		this.typeProperty = typeProperty;
	}

	/** The payload, or null if it is not for a handler of that type. */
	@Nullable Object read(InboundPublish publish, PayloadType type, boolean alone) {
		return switch (type.kind()) {
			case BYTES -> publish.payload();
			case TEXT -> new String(publish.payload(), ContentTypes.charset(publish.properties().contentType()));
			case TREE -> readOrNull(publish, type, false);
			case OBJECT -> readObject(publish, type, alone);
		};
	}

	private @Nullable Object readObject(InboundPublish publish, PayloadType type, boolean alone) {
		String name = typeName(publish);
		if (name != null) {
			List<Class<?>> classes = this.types.readable(name, type.rawClass());
			return classes.isEmpty() ? null : readAsOneOf(publish, type, classes);
		}
		return alone ? readAs(publish, type, type.rawClass(), false) : readOrNull(publish, type, true);
	}

	private @Nullable String typeName(InboundPublish publish) {
		for (UserProperty property : publish.properties().userProperties()) {
			if (property.name().equals(this.typeProperty)) {
				return property.value().isEmpty() ? null : property.value();
			}
		}
		return null;
	}

	/** Mostly one class; of several that share a name, the first that fits exactly. */
	private Object readAsOneOf(InboundPublish publish, PayloadType type, List<Class<?>> classes) {
		if (classes.size() > 1) {
			for (Class<?> candidate : classes) {
				try {
					return readAs(publish, type, candidate, true);
				}
				catch (MessageConversionException ex) {
					continue;
				}
			}
		}
		return readAs(publish, type, classes.get(0), false);
	}

	/** What can't be read as the type is somebody else's: no error. */
	private @Nullable Object readOrNull(InboundPublish publish, PayloadType type, boolean strict) {
		try {
			return readAs(publish, type, type.rawClass(), strict);
		}
		catch (MessageConversionException ex) {
			return null;
		}
	}

	private Object readAs(InboundPublish publish, PayloadType type, Class<?> readAs, boolean strict) {
		if (publish.payload().length == 0) {
			if (type.isEmptyAllowed()) {
				return publish.payload();
			}
			throw unreadable(publish, readAs,
					"it is empty, as to clear a retained topic; declare @Payload(required = false) to take that", null);
		}
		Object payload;
		try {
			payload = this.converters.read(publish, type, readAs);
			if (payload == null) {
				payload = this.json.read(publish.payload(), type.typeFor(readAs), strict);
			}
		}
		catch (RuntimeException ex) {
			throw unreadable(publish, readAs, shortened(String.valueOf(ex.getMessage())), ex);
		}
		if (!readAs.isInstance(payload)) {
			throw unreadable(publish, readAs, "it gives " + ((payload != null) ? payload.getClass() : null), null);
		}
		return payload;
	}

	/** Jackson names the whole path to what it refuses, however deep. */
	private static String shortened(String message) {
		return (message.length() <= MAX_MESSAGE) ? message : message.substring(0, MAX_MESSAGE) + "…";
	}

	private static MessageConversionException unreadable(InboundPublish publish, Class<?> readAs, String why,
			@Nullable RuntimeException cause) {
		String contentType = publish.properties().contentType();
		String message = "The payload of " + publish.payload().length + " bytes on topic '" + publish.topic() + "'"
				+ ((contentType != null) ? " with content type '" + contentType + "'" : "") + " can't be read as "
				+ readAs.getName() + ": " + why;
		return (cause != null) ? new MessageConversionException(message, cause)
				: new MessageConversionException(message);
	}

}
