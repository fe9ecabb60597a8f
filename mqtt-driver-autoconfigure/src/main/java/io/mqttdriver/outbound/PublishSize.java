package io.mqttdriver.outbound;

import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * The size of a PUBLISH packet (MQTT 5, 3.3), counted without encoding it. Stateless.
 */
final class PublishSize {

	/** Fixed header and a remaining length of four bytes. */
	private static final long MAXIMUM = 5 + 268_435_455L;

	private PublishSize() {
	}

	/**
	 * The same, if a packet can be as large at all (MQTT 5, 1.5.5).
	 * @throws IllegalArgumentException if it can't
	 */
	static long requirePossible(OutboundPublish publish) {
		long size = of(publish);
		if (size > MAXIMUM) {
			throw new IllegalArgumentException("The publish to topic '" + publish.topic() + "' would take " + size
					+ " bytes, and an MQTT packet takes at most " + MAXIMUM + ": publish less at once");
		}
		return size;
	}

	static long of(OutboundPublish publish) {
		long properties = properties(publish.properties());
		long remaining = 2 + utf8(publish.topic()) + ((publish.qos() > 0) ? 2 : 0) + variable(properties) + properties
				+ publish.payload().length;
		return 1 + variable(remaining) + remaining;
	}

	private static long properties(PublishProperties properties) {
		byte[] correlation = properties.correlationData();
		long size = (properties.utf8Payload() ? 2 : 0) + ((properties.messageExpiry() != null) ? 5 : 0)
				+ optional(properties.contentType()) + optional(properties.responseTopic())
				+ ((correlation != null) ? 3 + correlation.length : 0);
		for (UserProperty property : properties.userProperties()) {
			size += 5 + utf8(property.name()) + utf8(property.value());
		}
		return size;
	}

	private static long optional(@Nullable String text) {
		return (text != null) ? 3 + utf8(text) : 0;
	}

	private static long utf8(String text) {
		long size = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			// Each half of a surrogate pair counts two of its four bytes
			size += (c < 0x80) ? 1 : (c < 0x800 || Character.isSurrogate(c)) ? 2 : 3;
		}
		return size;
	}

	private static int variable(long value) {
		return (value < 128) ? 1 : (value < 16_384) ? 2 : (value < 2_097_152) ? 3 : 4;
	}

}
