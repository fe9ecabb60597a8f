package io.mqttdriver.benchmark.fault.field;

/**
 * The topics of the run. Each publish has its number in its topic, so that the broker's
 * log says which it took.
 */
public final class Topics {

	static final String OUT = "out";

	private static final int LANES = 4;

	private Topics() {
	}

	/** Where the client under test publishes this. */
	public static String out(int number) {
		return OUT + "/" + number % LANES + "/" + number;
	}

	/** What the independent subscriber subscribes to. */
	static String allOut() {
		return OUT + "/#";
	}

	/** Where the independent publisher publishes this. */
	static String in(int number) {
		return "in/" + number % LANES;
	}

	/** What the client under test subscribes to. */
	public static String allIn() {
		return "in/#";
	}

	/** Where a second application publishes. */
	public static String other(int number) {
		return "other/" + number % LANES;
	}

	static int number(String outTopic) {
		return Integer.parseInt(outTopic.substring(outTopic.lastIndexOf('/') + 1));
	}

}
