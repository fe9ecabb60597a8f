package io.mqttdriver.outbound;

import java.time.Duration;

/**
 * The properties {@code mqtt.driver.publish.*} that the outbox needs.
 *
 * @param timeout {@code publish.timeout}: how long the oldest publish in flight may be
 * without progress
 * @param deliveryTimeout {@code publish.delivery-timeout}: from {@code publish()} to its
 * failure, over all attempts
 * @param capacity {@code publish.outbox.capacity}: how many may be accepted and not yet
 * settled
 * @param maxBytes {@code publish.outbox.max-bytes}: what these may take together
 * @param waitWhenFull {@code publish.outbox.when-full}: whether a caller waits for room
 */
public record PublishSettings(Duration timeout, Duration deliveryTimeout, int capacity, long maxBytes,
		boolean waitWhenFull) {

	private static final Duration LONGEST = Duration.ofDays(36_500);

	public PublishSettings {
		requirePositive("timeout", timeout);
		requirePositive("delivery-timeout", deliveryTimeout);
		if (capacity < 1 || maxBytes < 1) {
			throw new IllegalArgumentException("mqtt.driver.publish.outbox.capacity is " + capacity
					+ " and .max-bytes is " + maxBytes + ": each must be at least 1");
		}
	}

	private static void requirePositive(String property, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new IllegalArgumentException(
					"mqtt.driver.publish." + property + " is " + value + ": give a time above zero");
		}
	}

	long timeoutNanos() {
		return nanos(this.timeout);
	}

	long deliveryTimeoutNanos() {
		return nanos(this.deliveryTimeout);
	}

	private static long nanos(Duration duration) {
		return ((duration.compareTo(LONGEST) > 0) ? LONGEST : duration).toNanos();
	}

}
