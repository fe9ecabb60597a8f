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
