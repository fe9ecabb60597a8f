package io.mqttdriver.sample.reading;

/**
 * Makes one level of a topic out of any name. Stateless.
 */
final class TopicLevel {

	private TopicLevel() {
	}

	/**
	 * Replaces what a level can't hold (MQTT 5, 4.7): {@code /mnt/data} is
	 * {@code mnt-data}, and {@code /} is {@code root}.
	 */
	static String of(String name) {
		String level = name.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceAll("^-+|-+$", "");
		return level.isEmpty() ? "root" : level;
	}

}
