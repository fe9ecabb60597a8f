package io.mqttdriver.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a PUBLISH (MQTT 5, 3.3) that no well-behaved broker would send, and that
 * an encoder would refuse.
 */
public final class WirePublish {

	private WirePublish() {
	}

	/** With this text as its topic, and no property. */
	public static byte[] of(String topic, int qos, int packetId, String payload) {
		return of(topic.getBytes(StandardCharsets.UTF_8), qos, packetId, new byte[0], payload);
	}

	/** With these bytes as its topic and as its properties. */
	public static byte[] of(byte[] topic, int qos, int packetId, byte[] properties, String payload) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		body.write(topic.length >> 8);
		body.write(topic.length);
		body.writeBytes(topic);
		if (qos > 0) {
			body.write(packetId >> 8);
			body.write(packetId);
		}
		number(body, properties.length);
		body.writeBytes(properties);
		body.writeBytes(payload.getBytes(StandardCharsets.UTF_8));
		ByteArrayOutputStream packet = new ByteArrayOutputStream();
		packet.write(0x30 | (qos << 1));
		number(packet, body.size());
		packet.writeBytes(body.toByteArray());
		return packet.toByteArray();
	}

	private static void number(ByteArrayOutputStream out, int value) {
		int rest = value;
		do {
			out.write((rest & 127) | ((rest > 127) ? 128 : 0));
			rest >>= 7;
		}
		while (rest > 0);
	}

}
