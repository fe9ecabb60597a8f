package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Guesses who answered where an MQTT server should. For the message alone.
 */
final class Greeting {

	private static final int LOOK_AHEAD = 40;

	private static final int TLS_ALERT = 0x15;

	private static final int TLS_HANDSHAKE = 0x16;

	private Greeting() {
	}

	static String describe(int first, InputStream in) throws IOException {
		byte[] start = new byte[LOOK_AHEAD];
		start[0] = (byte) first;
		int ready = Math.min(in.available(), LOOK_AHEAD - 1);
		int length = 1 + Math.max(0, in.read(start, 1, ready));
		String text = new String(start, 0, length, StandardCharsets.US_ASCII);
		if (first == TLS_ALERT || first == TLS_HANDSHAKE) {
			return "The server answered in TLS instead of MQTT; use ssl:// in mqtt.driver.uris, or the port without TLS";
		}
		if (text.startsWith("HTTP") || (length < 4 && first == 'H')) {
			return "The server answered in HTTP (" + printable(text)
					+ ") instead of MQTT; see host and port in mqtt.driver.uris";
		}
		return "What answered is not an MQTT server: instead of a CONNACK it sent '" + printable(text)
				+ "' (first byte 0x" + String.format(Locale.ROOT, "%02X", first)
				+ "); see host and port in mqtt.driver.uris";
	}

	private static String printable(String text) {
		return text.lines().findFirst().orElse("").replaceAll("[^ -~]", ".");
	}

}
