package io.mqttdriver.topic;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A variable in a template, and the syntax of variables. Immutable, for any thread.
 *
 * @param name its name: letters, digits, {@code .}, {@code _}, {@code -}
 * @param level the number of its level in the template, from 0
 * @param rest whether it takes all that remains
 */
record TopicVariable(String name, int level, boolean rest) {

	/** Reads a level of a template; null if it is no variable. */
	static @Nullable TopicVariable read(String level, int index, String template) {
		if (level.indexOf('{') < 0 && level.indexOf('}') < 0) {
			return null;
		}
		if (!level.startsWith("{") || level.indexOf('}') != level.length() - 1 || level.lastIndexOf('{') > 0) {
			throw refused(template, "has braces beside other characters in the level " + Shown.of(level)
					+ ": let a variable take a whole level, as in plant/{id}/state");
		}
		boolean rest = level.startsWith("{*");
		String name = level.substring(rest ? 2 : 1, level.length() - 1);
		return new TopicVariable(requireName(name, template), index, rest);
	}

	void requirePlace(boolean newName, boolean lastLevel, String template) {
		if (!newName) {
			throw refused(template, "has the variable '" + this.name + "' twice: give each its own name");
		}
		if (this.rest && !lastLevel) {
			throw refused(template, "has {*" + this.name + "} before its end: use {" + this.name + "} for one level");
		}
	}

	String wildcard() {
		return this.rest ? "#" : "+";
	}

	/** The value, given where the topic stands: at this variable's level or its end. */
	String valueAt(Levels topic) {
		if (topic.isEnd()) {
			return "";
		}
		return this.rest ? topic.remaining() : topic.level();
	}

	static String replaceAll(String template, Function<String, @Nullable String> values) {
		StringBuilder result = new StringBuilder();
		int next = 0;
		while (next < template.length()) {
			int open = indexOf(template, '{', next);
			int close = indexOf(template, '}', next);
			result.append(template, next, Math.min(open, close));
			if (close == template.length() && open == close) {
				break;
			}
			if (close == template.length() || close < open) {
				throw refused(template, "has a brace without its other: write {name}");
			}
			result.append(value(template.substring(open + 1, close), template, values));
			next = close + 1;
		}
		return result.toString();
	}

	private static int indexOf(String template, char brace, int from) {
		int index = template.indexOf(brace, from);
		return (index < 0) ? template.length() : index;
	}

	private static String value(String name, String template, Function<String, @Nullable String> values) {
		String value = values.apply(requireName(name, template));
		if (value == null) {
			throw refused(template, "has the variable '" + name + "', which has no value here: name one that has");
		}
		return value;
	}

	private static String requireName(String name, String template) {
		boolean valid = name.codePoints()
			.allMatch((character) -> Character.isLetterOrDigit(character) || "._-".indexOf(character) >= 0);
		if (name.isEmpty() || !valid) {
			throw refused(template,
					"has a variable named " + Shown.of(name) + ": use letters, digits, '.', '_' and '-', as in {id}");
		}
		return name;
	}

	private static IllegalArgumentException refused(String template, String fact) {
		return new IllegalArgumentException("Topic template " + Shown.of(template) + " " + fact);
	}

}
