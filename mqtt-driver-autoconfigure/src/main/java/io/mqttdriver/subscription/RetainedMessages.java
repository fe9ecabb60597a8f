package io.mqttdriver.subscription;

/**
 * Which retained messages a subscription asks for (MQTT 5, 3.8.3.1, retain handling).
 */
public enum RetainedMessages {

	/** With each SUBSCRIBE. */
	ALWAYS,

	/** With the first SUBSCRIBE, not with those of a rebuild. */
	NEW,

	/** Never. */
	NEVER;

	private static final int SEND = 0;

	private static final int DO_NOT_SEND = 2;

	int handling(boolean subscribedBefore) {
		return (this == ALWAYS || (this == NEW && !subscribedBefore)) ? SEND : DO_NOT_SEND;
	}

}
