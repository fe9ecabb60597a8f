package io.mqttdriver.topic;

import org.jspecify.annotations.Nullable;

/**
 * The syntax of topic filters (MQTT 5, 4.7.1 and 4.8.2): splits off the group, refuses
 * what is malformed and says how to write it. Stateless.
 */
final class FilterSyntax {

	private static final String SHARED = "$share/";

	private FilterSyntax() {
	}

	static String requireValid(@Nullable String filter, @Nullable String written) {
		String valid = TopicNames.requireUtf8("Topic filter", filter);
		if (valid.startsWith(SHARED) && patternStart(valid) == 0) {
			throw malformed(written, "has no filter after its group: write $share/{group}/{filter}", "4.8.2");
		}
		String group = group(valid);
		if (group != null) {
			requireGroup(group, written);
		}
		requirePattern(valid.substring(patternStart(valid)), written);
		return valid;
	}

	static @Nullable String group(String filter) {
		int start = patternStart(filter);
		return (start > 0) ? filter.substring(SHARED.length(), start - 1) : null;
	}

	/** Where the part begins that topics are matched with. */
	static int patternStart(String filter) {
		return filter.startsWith(SHARED) ? filter.indexOf('/', SHARED.length()) + 1 : 0;
	}

	private static void requireGroup(String group, @Nullable String written) {
		if (group.isEmpty()) {
			throw malformed(written, "has an empty group: write $share/{group}/{filter}", "4.8.2");
		}
		if (group.indexOf('+') >= 0 || group.indexOf('#') >= 0) {
			throw malformed(written, "has a wildcard in its group: name one group", "4.8.2");
		}
	}

	private static void requirePattern(String pattern, @Nullable String written) {
		if (pattern.isEmpty()) {
			throw malformed(written, "is empty where topics are matched: give at least one character", "4.7.3");
		}
		for (int i = 0; i < pattern.length(); i++) {
			char character = pattern.charAt(i);
			if ((character == '+' || character == '#') && !isWholeLevel(pattern, i)) {
				throw malformed(written, "has '" + character + "' beside other characters: let it take a whole level",
						"4.7.1");
			}
			if (character == '#' && i < pattern.length() - 1) {
				throw malformed(written, "has '#' before its end: use '+' for one level", "4.7.1.2");
			}
		}
	}

	private static boolean isWholeLevel(String pattern, int index) {
		return (index == 0 || pattern.charAt(index - 1) == '/')
				&& (index == pattern.length() - 1 || pattern.charAt(index + 1) == '/');
	}

	private static IllegalArgumentException malformed(@Nullable String written, String fact, String section) {
		return new IllegalArgumentException(
				"Topic filter " + Shown.of(written) + " " + fact + " (MQTT 5, section " + section + ")");
	}

}
