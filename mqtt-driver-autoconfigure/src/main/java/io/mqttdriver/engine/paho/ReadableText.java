package io.mqttdriver.engine.paho;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Whether Paho can read a string. Rule 14: it fails on control characters and
 * non-characters, which MQTT 5 allows (1.5.4), and takes bad UTF-8 for something else.
 */
final class ReadableText {

	private ReadableText() {
	}

	static boolean test(byte[] bytes, int from, int length) {
		for (int i = from; i < from + length; i++) {
			if (bytes[i] < ' ' || bytes[i] > '~') {
				return testSlowly(bytes, from, length);
			}
		}
		return true;
	}

	private static boolean testSlowly(byte[] bytes, int from, int length) {
		try {
			CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
			return text.codePoints().allMatch(ReadableText::readable);
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	private static boolean readable(int point) {
		boolean nonCharacter = (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDDF);
		return !nonCharacter && !Character.isISOControl(point);
	}

}
