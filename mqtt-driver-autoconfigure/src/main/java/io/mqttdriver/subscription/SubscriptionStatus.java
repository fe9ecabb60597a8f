package io.mqttdriver.subscription;

/**
 * How a wanted filter stands.
 *
 * @param filter as subscribed
 * @param qos the QoS asked for
 * @param reasonCode of the last SUBACK: 0 to 2 the granted QoS, 0x80 and more a refusal,
 * {@link #UNANSWERED} while the current client has no answer
 */
public record SubscriptionStatus(String filter, int qos, int reasonCode) {

	/** {@link #reasonCode()} before an answer. */
	public static final int UNANSWERED = -1;

	/**
	 * A refusing reason code for people (MQTT 5, 3.9.3).
	 * @param reasonCode 0x80 and more
	 * @return the code and what it means
	 */
	public static String inWords(int reasonCode) {
		String words = switch (reasonCode) {
			case 0x80 -> "unspecified error";
			case 0x83 -> "implementation specific error";
			case 0x87 -> "not authorized";
			case 0x8F -> "topic filter invalid";
			case 0x91 -> "packet identifier in use";
			case 0x95 -> "packet too large";
			case 0x97 -> "quota exceeded";
			case 0x9E -> "shared subscriptions not supported";
			case 0xA1 -> "subscription identifiers not supported";
			case 0xA2 -> "wildcard subscriptions not supported";
			default -> "a code that MQTT 5 doesn't list for subscriptions";
		};
		return "0x%02X (%s)".formatted(reasonCode, words);
	}

	/**
	 * Whether the server serves this filter.
	 * @return {@code false} too while unanswered
	 */
	public boolean granted() {
		return this.reasonCode >= 0 && this.reasonCode <= 2;
	}

	/**
	 * Whether the server refused this filter.
	 * @return {@code false} while unanswered
	 */
	public boolean refused() {
		return this.reasonCode >= 0x80;
	}

}
