package io.mqttdriver.topic;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * The specification's rules written down as plainly as can be, and a small world of
 * topics and filters to compare with. Shares no code with the room.
 */
final class NaiveTopics {

	private static final List<String> NAMES = List.of("", "a", "b", "$s");

	private NaiveTopics() {
	}

	static boolean matches(String filter, String topic) {
		String pattern = filter.startsWith("$share/") ? filter.split("/", 3)[2] : filter;
		if (topic.startsWith("$") && (pattern.startsWith("+") || pattern.startsWith("#"))) {
			return false;
		}
		return !topic.isEmpty() && matches(List.of(pattern.split("/", -1)), List.of(topic.split("/", -1)));
	}

	private static boolean matches(List<String> filter, List<String> topic) {
		if (filter.isEmpty()) {
			return topic.isEmpty();
		}
		if (filter.get(0).equals("#")) {
			return true;
		}
		if (topic.isEmpty() || !(filter.get(0).equals("+") || filter.get(0).equals(topic.get(0)))) {
			return false;
		}
		return matches(filter.subList(1, filter.size()), topic.subList(1, topic.size()));
	}

	/** Every topic of up to so many levels, with a name that no filter has. */
	static List<String> topics(int depth) {
		List<String> names = new ArrayList<>(NAMES);
		names.add("other");
		List<String> topics = texts(names, depth);
		topics.remove("");
		return topics;
	}

	/** Every filter of up to so many levels, not counting the one of a {@code #}. */
	static List<String> filters(int depth) {
		List<String> names = new ArrayList<>(NAMES);
		names.add("+");
		List<String> filters = texts(names, depth);
		for (String filter : List.copyOf(filters)) {
			filters.add(filter + "/#");
		}
		filters.remove("");
		filters.add("#");
		return filters;
	}

	private static List<String> texts(List<String> names, int depth) {
		List<String> texts = new ArrayList<>(names);
		List<String> last = names;
		for (int i = 1; i < depth; i++) {
			List<String> longer = new ArrayList<>();
			for (String text : last) {
				names.forEach((name) -> longer.add(text + "/" + name));
			}
			texts.addAll(longer);
			last = longer;
		}
		return texts;
	}

	static BitSet matched(String filter, List<String> topics) {
		BitSet matched = new BitSet();
		for (int i = 0; i < topics.size(); i++) {
			matched.set(i, matches(filter, topics.get(i)));
		}
		return matched;
	}

	static String randomTopic(Random random) {
		String topic = randomText(random, NAMES);
		return topic.isEmpty() ? "a" : topic;
	}

	static String randomFilter(Random random) {
		List<String> names = new ArrayList<>(NAMES);
		names.addAll(List.of("+", "+"));
		String pattern = randomText(random, names);
		if (random.nextInt(4) == 0) {
			pattern = (random.nextInt(5) == 0) ? "#" : pattern + "/#";
		}
		pattern = pattern.isEmpty() ? "+" : pattern;
		return (random.nextInt(8) == 0) ? "$share/g" + random.nextInt(2) + "/" + pattern : pattern;
	}

	private static String randomText(Random random, List<String> names) {
		StringBuilder text = new StringBuilder(names.get(random.nextInt(names.size())));
		for (int i = random.nextInt(4); i > 0; i--) {
			text.append('/').append(names.get(random.nextInt(names.size())));
		}
		return text.toString();
	}

}
