package io.mqttdriver.outbound;

import java.util.concurrent.TimeUnit;

/**
 * What the answer to a publish means for it: reason code to next step (MQTT 5, 3.4.2.1
 * and 3.5.2.1). Stateless.
 */
final class PublishPolicy {

	private static final long FIRST_WAIT = TimeUnit.SECONDS.toNanos(1);

	private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(30);

	enum Step {

		/** Done, in the result. */
		ACKNOWLEDGED,

		/** Sent again after a while, until the delivery timeout. */
		LATER,

		/** Failed for good. */
		REJECTED

	}

	private PublishPolicy() {
	}

	static Step after(int qos, int reasonCode) {
		if (reasonCode < 0x80) {
			return Step.ACKNOWLEDGED;
		}
		boolean perhapsLater = reasonCode == 0x80 || reasonCode == 0x83 || reasonCode == 0x97;
		return (perhapsLater && qos > 0) ? Step.LATER : Step.REJECTED;
	}

	/** Whether a DISCONNECT with it says that a packet of ours is why. */
	static boolean isAboutAPacket(int reasonCode) {
		return switch (reasonCode) {
			case 0x81, 0x82, 0x87, 0x90, 0x95, 0x99, 0x9A, 0x9B -> true;
			default -> false;
		};
	}

	/** How long to wait after that many refusals, in nanoseconds. */
	static long wait(int refusals) {
		return Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(refusals - 1, 5));
	}

	static String inWords(int reasonCode) {
		return "0x%02X (%s)".formatted(reasonCode, words(reasonCode));
	}

	private static String words(int reasonCode) {
		return switch (reasonCode) {
			case 0x80 -> "unspecified error";
			case 0x81 -> "malformed packet";
			case 0x82 -> "protocol error";
			case 0x83 -> "implementation specific error";
			case 0x87 -> "not authorized";
			case 0x90 -> "topic name invalid";
			case 0x91 -> "packet identifier in use";
			case 0x92 -> "packet identifier not found";
			case 0x95 -> "packet too large";
			case 0x97 -> "quota exceeded";
			case 0x99 -> "payload format invalid";
			case 0x9A -> "retain not supported";
			case 0x9B -> "QoS not supported";
			default -> "a code that MQTT 5 doesn't list for publishes";
		};
	}

}
