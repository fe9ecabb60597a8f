package io.mqttdriver.engine.paho;

import java.nio.charset.StandardCharsets;

/**
 * Walks over the properties of a packet (MQTT 5, 2.2.2) without copying them.
 */
final class WireProperties {

	static final int RECEIVE_MAXIMUM = 0x21;

	static final int SERVER_REFERENCE = 0x1C;

	static final int REASON_STRING = 0x1F;

	static final int CORRELATION_DATA = 0x09;

	static final int TOPIC_ALIAS = 0x23;

	private final byte[] bytes;

	private final int end;

	private int at;

	WireProperties(byte[] bytes, int from) throws ProtocolException {
		this.bytes = bytes;
		this.at = from;
		int length = varint();
		this.end = this.at + length;
		if (this.end > bytes.length) {
			throw new ProtocolException("The server sent properties that are longer than their packet");
		}
	}

	/** Where the properties end and the rest of the packet begins. */
	int end() {
		return this.end;
	}

	void forEach(Visitor visitor) throws ProtocolException {
		while (this.at < this.end) {
			int identifier = this.bytes[this.at++] & 255;
			int from = this.at;
			skip(identifier);
			if (this.at > this.end) {
				throw new ProtocolException("The server sent a property that is cut off");
			}
			visitor.visit(identifier, from, this.at - from);
		}
	}

	private void skip(int identifier) throws ProtocolException {
		switch (identifier) {
			case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2A -> this.at += 1;
			case 0x13, RECEIVE_MAXIMUM, 0x22, TOPIC_ALIAS -> this.at += 2;
			case 0x02, 0x11, 0x18, 0x27 -> this.at += 4;
			case 0x0B -> varint();
			case 0x03, 0x08, CORRELATION_DATA, 0x12, 0x15, 0x16, 0x1A, SERVER_REFERENCE, REASON_STRING -> block();
			case 0x26 -> {
				block();
				block();
			}
			default -> throw new ProtocolException("The server sent an unknown property, number " + identifier);
		}
	}

	private void block() throws ProtocolException {
		if (this.at + 2 > this.bytes.length) {
			throw new ProtocolException("The server sent a property that is cut off");
		}
		this.at += 2 + (((this.bytes[this.at] & 255) << 8) | (this.bytes[this.at + 1] & 255));
	}

	private int varint() throws ProtocolException {
		int value = 0;
		for (int shift = 0; shift < 28; shift += 7) {
			if (this.at >= this.bytes.length) {
				break;
			}
			int digit = this.bytes[this.at++];
			value |= (digit & 127) << shift;
			if (digit >= 0) {
				return value;
			}
		}
		throw new ProtocolException("The server sent a malformed number");
	}

	static int u16(byte[] bytes, int at) {
		return ((bytes[at] & 255) << 8) | (bytes[at + 1] & 255);
	}

	static long u32(byte[] bytes, int at) {
		return ((long) u16(bytes, at) << 16) | u16(bytes, at + 2);
	}

	/** The text of a visited string. */
	static String text(byte[] bytes, int at, int length) {
		return new String(bytes, at + 2, length - 2, StandardCharsets.UTF_8);
	}

	/**
	 * Takes one property after the other.
	 */
	@FunctionalInterface
	interface Visitor {

		void visit(int identifier, int at, int length) throws ProtocolException;

	}

}
