package io.mqttdriver.engine.paho;

/**
 * Looks at a PUBLISH before Paho does (MQTT 5, 3.3). Rule 14: a message that Paho can't
 * read must not kill its reading thread; it is refused by itself and the connection
 * lives.
 *
 * @param packetId 0 for QoS 0
 * @param refusal the reason code to refuse the message with, 0 if it can be read
 */
record PublishCheck(int packetId, int refusal) {

	private static final int UNREADABLE = 0x83;

	private static final int TOPIC_NAME_INVALID = 0x90;

	private static final int LONGEST_CORRELATION = 32_767;

	static int qos(Frame frame) {
		return (frame.first() >> 1) & 3;
	}

	static PublishCheck of(Frame frame) throws ProtocolException {
		byte[] body = frame.body();
		int qos = qos(frame);
		int topicEnd = (body.length >= 2) ? 2 + frame.u16(0) : Integer.MAX_VALUE - 2;
		int idEnd = topicEnd + ((qos > 0) ? 2 : 0);
		if (qos == 3 || idEnd >= body.length) {
			throw new ProtocolException("The server sent a malformed PUBLISH");
		}
		int packetId = (qos > 0) ? frame.u16(topicEnd) : 0;
		if (topicEnd == 2 || (qos > 0 && packetId == 0)) {
			throw new ProtocolException(
					(topicEnd == 2) ? "The server sent a PUBLISH without a topic, although no alias was agreed"
							: "The server sent a PUBLISH without a packet identifier");
		}
		int topic = topicRefusal(body, topicEnd);
		int properties = propertiesRefusal(body, idEnd);
		return new PublishCheck(packetId, (topic != 0) ? topic : properties);
	}

	private static int topicRefusal(byte[] body, int end) {
		for (int i = 2; i < end; i++) {
			if (body[i] == '+' || body[i] == '#') {
				return TOPIC_NAME_INVALID;
			}
		}
		return ReadableText.test(body, 2, end - 2) ? 0 : UNREADABLE;
	}

	private static int propertiesRefusal(byte[] body, int at) throws ProtocolException {
		int[] refusal = { 0 };
		new WireProperties(body, at).forEach((identifier, from, length) -> {
			if (!readable(body, identifier, from, length)) {
				refusal[0] = UNREADABLE;
			}
		});
		return refusal[0];
	}

	private static boolean readable(byte[] body, int identifier, int from, int length) throws ProtocolException {
		return switch (identifier) {
			case 0x03, 0x08 -> ReadableText.test(body, from + 2, length - 2);
			case 0x26 -> {
				int name = WireProperties.u16(body, from);
				yield ReadableText.test(body, from + 2, name)
						&& ReadableText.test(body, from + 4 + name, length - 4 - name);
			}
			case WireProperties.CORRELATION_DATA -> length - 2 <= LONGEST_CORRELATION;
			case WireProperties.TOPIC_ALIAS ->
				throw new ProtocolException("The server sent a topic alias, although none was agreed");
			default -> true;
		};
	}

}
