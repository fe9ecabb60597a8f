package io.mqttdriver.topic;

import org.jspecify.annotations.Nullable;

/**
 * The rules for topic names and for strings on the wire (MQTT 5, 1.5.4, 3.3.2.1 and 4.7),
 * checked before a library or a server sees the value. Stateless, for any thread.
 */
public final class TopicNames {

	private static final int MAXIMUM_BYTES = 65_535;

	private TopicNames() {
	}

	/**
	 * Checks a topic name to publish to: at least one character, no wildcard, and what
	 * {@link #requireUtf8} asks (MQTT 5, 3.3.2.1 and 4.7.3).
	 * @param topic the topic name
	 * @return the same topic name
	 * @throws IllegalArgumentException if it breaks a rule; the message names the value
	 */
	public static String requireValid(@Nullable String topic) {
		String valid = requireUtf8("Topic", topic);
		if (valid.isEmpty()) {
			throw new IllegalArgumentException(
					"Topic \"\" is empty: give at least one character (MQTT 5, section 4.7.3)");
		}
		for (int i = 0; i < valid.length(); i++) {
			char character = valid.charAt(i);
			if (character == '+' || character == '#') {
				throw new IllegalArgumentException("Topic " + Shown.of(valid) + " contains the wildcard '" + character
						+ "' at index " + i + ": publish to one topic without wildcards (MQTT 5, section 3.3.2.1)");
			}
		}
		return valid;
	}

	/**
	 * Checks the share name of a shared subscription (MQTT 5, 4.8.2).
	 * @param group the share name
	 * @return the same name
	 * @throws IllegalArgumentException if it is null, empty, or has a {@code /},
	 * {@code +} or {@code #}; the message names the value
	 */
	public static String requireShareName(@Nullable String group) {
		String valid = requireUtf8("Share name", group);
		if (valid.isEmpty() || valid.chars().anyMatch((character) -> "/+#".indexOf(character) >= 0)) {
			throw new IllegalArgumentException("Share name " + Shown.of(valid)
					+ " is empty or contains one of / + #: name the group without them (MQTT 5, section 4.8.2)");
		}
		return valid;
	}

	/**
	 * Checks any UTF-8 string of MQTT 5 (section 1.5.4): no NUL, no lone surrogate, at
	 * most 65,535 bytes. An empty string is one.
	 * @param what what the value is, to begin the message with, such as
	 * {@code "Content type"}
	 * @param value the value
	 * @return the same value
	 * @throws IllegalArgumentException if it is null or breaks a rule; the message names
	 * the value
	 */
	public static String requireUtf8(String what, @Nullable String value) {
		if (value == null) {
			throw new IllegalArgumentException(what + " is null: give a value");
		}
		long bytes = 0;
		int next = 0;
		while (next < value.length()) {
			int character = value.codePointAt(next);
			if (character == 0 || isSurrogate(character)) {
				throw new IllegalArgumentException(
						what + " " + Shown.of(value) + " contains " + (character == 0 ? "NUL" : "a lone surrogate")
								+ " at index " + next + ": leave it out (MQTT 5, section 1.5.4)");
			}
			bytes += bytesOf(character);
			next += Character.charCount(character);
		}
		if (bytes > MAXIMUM_BYTES) {
			throw new IllegalArgumentException(what + " " + Shown.of(value) + " has " + bytes
					+ " bytes of UTF-8: shorten it to 65,535 (MQTT 5, section 1.5.4)");
		}
		return value;
	}

	private static boolean isSurrogate(int character) {
		return character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
	}

	private static int bytesOf(int character) {
		if (character < 0x80) {
			return 1;
		}
		if (character < 0x800) {
			return 2;
		}
		return (character < 0x10000) ? 3 : 4;
	}

}
