package io.mqttdriver.inbound;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came from the wire, made fit for a log line. Stateless.
 */
final class Words {

	private static final int LONGEST = 120;

	private Words() {
	}

	/** In quotes, shortened, what a terminal would obey replaced. */
	static String quoted(String value) {
		String shown = (value.length() <= LONGEST) ? value : value.substring(0, LONGEST) + "…";
		return "'" + shown.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?") + "'";
	}

	/** Who holds how many: {@code listener 'a' holds 3, listener 'b' holds 1}. */
	static String holders(Map<String, Integer> counts) {
		return counts.entrySet().stream().map(Words::holder).collect(Collectors.joining(", "));
	}

	private static String holder(Map.Entry<String, Integer> entry) {
		return entry.getKey().isEmpty() ? entry.getValue() + " taken by no listener wait for their dead letter"
				: "listener '" + entry.getKey() + "' holds " + entry.getValue();
	}

}
