package io.mqttdriver.topic;

import org.jspecify.annotations.Nullable;

/**
 * Makes a value fit to stand in an error message or a log line: quoted, shortened, and
 * with what a terminal would obey or hide (controls, format characters, lone surrogates)
 * escaped. Stateless.
 */
final class Shown {

	private static final int LONGEST = 120;

	private Shown() {
	}

	static String of(@Nullable String value) {
		if (value == null) {
			return "null";
		}
		StringBuilder shown = new StringBuilder("\"");
		int next = 0;
		for (int count = 0; next < value.length() && count < LONGEST; count++) {
			int character = value.codePointAt(next);
			next += Character.charCount(character);
			append(shown, character);
		}
		shown.append('"');
		if (next < value.length()) {
			shown.append("... (").append(value.length()).append(" characters)");
		}
		return shown.toString();
	}

	private static void append(StringBuilder shown, int character) {
		switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR ->
				shown.append(String.format("\\u%04X", character));
			default -> shown.appendCodePoint(character);
		}
	}

}
