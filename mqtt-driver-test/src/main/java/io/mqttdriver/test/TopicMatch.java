package io.mqttdriver.test;

/**
 * Topic filters (section 4.7), as plain as possible. Stateless.
 */
final class TopicMatch {

	private static final String SHARE = "$share/";

	private TopicMatch() {
	}

	static boolean isShared(String filter) {
		return filter.startsWith(SHARE);
	}

	static String withoutShare(String filter) {
		return isShared(filter) ? filter.substring(filter.indexOf('/', SHARE.length()) + 1) : filter;
	}

	static boolean matches(String filter, String topic) {
		String[] wanted = withoutShare(filter).split("/", -1);
		String[] levels = topic.split("/", -1);
		if (topic.startsWith("$") && (wanted[0].equals("+") || wanted[0].equals("#"))) {
			return false;
		}
		for (int i = 0; i < wanted.length; i++) {
			if (wanted[i].equals("#")) {
				return true;
			}
			if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
				return false;
			}
		}
		return wanted.length == levels.length;
	}

}
