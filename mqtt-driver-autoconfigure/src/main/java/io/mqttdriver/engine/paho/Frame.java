package io.mqttdriver.engine.paho;

import java.io.ByteArrayOutputStream;

/**
 * One control packet as it is on the wire (MQTT 5, 2.1).
 *
 * @param first type and flags
 * @param body all behind the remaining length
 */
record Frame(int first, byte[] body) {

	static final int CONNACK = 2;

	static final int PUBLISH = 3;

	static final int PUBACK = 4;

	static final int PUBREC = 5;

	static final int PUBREL = 6;

	static final int PUBCOMP = 7;

	static final int SUBACK = 9;

	static final int UNSUBACK = 11;

	static final int PINGRESP = 13;

	static final int DISCONNECT = 14;

	static final int AUTH = 15;

	static Frame of(int type, int... body) {
		byte[] bytes = new byte[body.length];
		for (int i = 0; i < body.length; i++) {
			bytes[i] = (byte) body[i];
		}
		return new Frame(type << 4, bytes);
	}

	/** An acknowledgement with its reason code (MQTT 5, 3.4.2). */
	static Frame acknowledgement(int type, int packetId, int reasonCode) {
		int flags = (type == PUBREL) ? 2 : 0;
		Frame plain = (reasonCode == 0) ? of(type, packetId >> 8, packetId)
				: of(type, packetId >> 8, packetId, reasonCode);
		return new Frame(plain.first | flags, plain.body);
	}

	int type() {
		return this.first >> 4;
	}

	int flags() {
		return this.first & 15;
	}

	int u8(int at) {
		return this.body[at] & 255;
	}

	int u16(int at) {
		return (u8(at) << 8) | u8(at + 1);
	}

	byte[] header() {
		ByteArrayOutputStream header = new ByteArrayOutputStream(5);
		header.write(this.first);
		int rest = this.body.length;
		do {
			header.write((rest & 127) | ((rest > 127) ? 128 : 0));
			rest >>= 7;
		}
		while (rest > 0);
		return header.toByteArray();
	}

	byte[] bytes() {
		byte[] header = header();
		byte[] bytes = new byte[header.length + this.body.length];
		System.arraycopy(header, 0, bytes, 0, header.length);
		System.arraycopy(this.body, 0, bytes, header.length, this.body.length);
		return bytes;
	}

}
