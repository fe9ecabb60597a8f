package io.mqttdriver.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code mqtt.driver.listener.*}. Immutable.
 *
 * @param qos Quality of service to subscribe with where a listener gives none.
 * @param concurrency Topics that a listener handles at a time.
 * @param ackMode When a message is acknowledged.
 * @param autoStartup Whether listeners start with the application.
 * @param strictAckOrder Whether no acknowledgement ever passes an earlier one.
 * @param buffer Messages of QoS 0 that wait for handlers.
 * @param retry Retries of a handler that failed.
 * @param deadLetterTopic Topic for messages that a handler failed on; {topic} stands for
 * their own.
 */
record ListenerProperties(@DefaultValue("1") int qos, @DefaultValue("1") int concurrency,
		@DefaultValue("auto") AckMode ackMode, @DefaultValue("true") boolean autoStartup,
		@DefaultValue("false") boolean strictAckOrder, @NestedConfigurationProperty @DefaultValue Buffer buffer,
		@NestedConfigurationProperty @DefaultValue Retry retry, @Nullable String deadLetterTopic) {

	/**
	 * The properties {@code mqtt.driver.listener.buffer.*}.
	 *
	 * @param capacity Most messages of QoS 0 that wait for handlers; the oldest are
	 * dropped.
	 * @param maxBytes Most bytes of QoS 0 that wait for handlers.
	 */
	record Buffer(@DefaultValue("20000") int capacity, @DefaultValue("64MB") DataSize maxBytes) {
	}

	/**
	 * The properties {@code mqtt.driver.listener.retry.*}.
	 *
	 * @param maxRetries Retries after the first attempt.
	 * @param initialInterval Wait before the first retry.
	 * @param multiplier Multiplier of the waits, 1 or more.
	 * @param maxInterval Longest wait.
	 */
	record Retry(@DefaultValue("2") int maxRetries, @DefaultValue("1s") Duration initialInterval,
			@DefaultValue("2") double multiplier, @DefaultValue("10s") Duration maxInterval) {
	}

	/**
	 * When a message is acknowledged.
	 */
	enum AckMode {

		/** When the handler is done and its errors are settled. */
		AUTO,

		/** By the handler. */
		MANUAL

	}

}
