package io.mqttdriver.inbound;

import java.time.Duration;

import io.mqttdriver.topic.TopicNames;

import org.springframework.util.Assert;

/**
 * The properties {@code mqtt.driver.listener.*} that concern all listeners together.
 *
 * @param strictAckOrder {@code strict-ack-order}: whether no acknowledgement ever passes
 * an earlier one
 * @param bufferCapacity {@code buffer.capacity}: how many messages of QoS 0 may wait
 * @param bufferMaxBytes {@code buffer.max-bytes}: how many bytes of them may wait
 * @param retry {@code retry.*}
 * @param typeProperty {@code messages.type-property}: the user property with the type
 * name, for the log
 * @param redelivered whether the server keeps the session ({@code session-expiry}) and so
 * sends again what was not acknowledged; what waits at QoS 1 or 2 when a client dies is
 * then left to it, else it is handled all the same
 */
public record ListenerSettings(boolean strictAckOrder, int bufferCapacity, long bufferMaxBytes, Retry retry,
		String typeProperty, boolean redelivered) {

	/**
	 * Checks them.
	 * @throws IllegalArgumentException naming the property and the value
	 */
	public ListenerSettings {
		Assert.isTrue(bufferCapacity > 0,
				() -> "mqtt.driver.listener.buffer.capacity is " + bufferCapacity + ": set it to 1 or more");
		Assert.isTrue(bufferMaxBytes > 0,
				() -> "mqtt.driver.listener.buffer.max-bytes is " + bufferMaxBytes + ": set it to 1 byte or more");
		TopicNames.requireUtf8("mqtt.driver.messages.type-property", typeProperty);
		Assert.isTrue(!typeProperty.isEmpty(),
				"mqtt.driver.messages.type-property is empty: name a user property, such as type");
	}

	/**
	 * Settings with the type name in the user property {@code type}.
	 * @param strictAckOrder see there
	 * @param bufferCapacity see there
	 * @param bufferMaxBytes see there
	 * @param retry see there
	 */
	public ListenerSettings(boolean strictAckOrder, int bufferCapacity, long bufferMaxBytes, Retry retry) {
		this(strictAckOrder, bufferCapacity, bufferMaxBytes, retry, "type", true);
	}

	/**
	 * How a failed message is tried again.
	 *
	 * @param maxRetries after the first attempt, 0 for none
	 * @param initialInterval before the first retry
	 * @param multiplier from one interval to the next, 1 or more
	 * @param maxInterval the longest interval
	 */
	public record Retry(int maxRetries, Duration initialInterval, double multiplier, Duration maxInterval) {

		/**
		 * Checks them.
		 * @throws IllegalArgumentException naming the property and the value
		 */
		public Retry {
			Assert.isTrue(maxRetries >= 0, () -> "mqtt.driver.listener.retry.max-retries is " + maxRetries
					+ ": set it to 0 (no retry) or more");
			Assert.isTrue(multiplier >= 1,
					() -> "mqtt.driver.listener.retry.multiplier is " + multiplier + ": set it to 1 or more");
			Assert.isTrue(!initialInterval.isNegative(), () -> "mqtt.driver.listener.retry.initial-interval is "
					+ initialInterval + ": set it to 0s or more");
			Assert.isTrue(!maxInterval.isNegative(),
					() -> "mqtt.driver.listener.retry.max-interval is " + maxInterval + ": set it to 0s or more");
		}

	}

}
