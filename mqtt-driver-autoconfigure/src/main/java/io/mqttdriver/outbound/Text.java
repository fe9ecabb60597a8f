package io.mqttdriver.outbound;

import java.util.Locale;

/**
 * Times in words, for messages. Stateless.
 */
final class Text {

	private Text() {
	}

	static String age(long now, long instant) {
		return seconds(now - instant) + " ago";
	}

	static String seconds(long nanos) {
		return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
	}

}
