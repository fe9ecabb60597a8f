package io.mqttdriver.connection;

import java.time.Duration;

/**
 * Checks of properties: each error names the property, the value and the way out.
 */
final class Checks {

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private Checks() {
	}

	static void notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException(says(property, value) + "set it to 0s or more");
		}
		atMost(property, value, LONGEST);
	}

	static void positive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new IllegalArgumentException(says(property, value) + "set it to more than 0s");
		}
		atMost(property, value, LONGEST);
	}

	static void atMost(String property, Duration value, Duration most) {
		if (value.compareTo(most) > 0) {
			throw new IllegalArgumentException(says(property, value) + "set it to at most " + most);
		}
	}

	static void between(String property, double value, double least, double most) {
		if (!(value >= least && value <= most)) {
			throw new IllegalArgumentException(
					says(property, shown(value)) + "set it between " + shown(least) + " and " + shown(most));
		}
	}

	private static Object shown(double value) {
		return (value == Math.rint(value)) ? (Object) (long) value : (Object) value;
	}

	private static String says(String property, Object value) {
		return "mqtt.driver." + property + " is " + value + ": ";
	}

}
