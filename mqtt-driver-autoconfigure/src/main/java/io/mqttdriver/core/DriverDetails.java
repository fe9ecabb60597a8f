package io.mqttdriver.core;

import java.util.List;

import io.mqttdriver.MqttDriverStatus;
import io.mqttdriver.connection.ConnectionEvent;
import io.mqttdriver.subscription.SubscriptionStatus;

/**
 * What health and endpoint show. All methods give snapshots, never block, and are for any
 * thread.
 */
public interface DriverDetails {

	/**
	 * The driver.
	 * @return its status
	 */
	MqttDriverStatus status();

	/**
	 * The wanted filters.
	 * @return ordered by filter
	 */
	List<SubscriptionStatus> subscriptions();

	/**
	 * The listeners.
	 * @return programmatic ones too
	 */
	List<ListenerDetails> listeners();

	/**
	 * The outbox.
	 * @return its filling
	 */
	OutboxDetails outbox();

	/**
	 * The last hundred connection events.
	 * @return oldest first
	 */
	List<ConnectionEvent> events();

	/**
	 * Whether the connection was made without validation because the validation broke
	 * connections.
	 * @return normally {@code false}
	 */
	boolean unvalidated();

	/**
	 * Who holds the window of unacknowledged incoming messages.
	 * @return in words, empty if nobody
	 */
	String windowHolder();

	/**
	 * A listener.
	 *
	 * @param id its id, {@code programmatic} for {@code MqttDriver.subscribe}
	 * @param filters as subscribed
	 * @param state {@code running}, {@code paused} or {@code stopped}
	 * @param lag messages that wait or are being handled
	 * @param processed messages handled so far
	 * @param failed messages given up so far
	 */
	record ListenerDetails(String id, List<String> filters, String state, int lag, long processed, long failed) {
	}

	/**
	 * The outbox.
	 *
	 * @param pending accepted and not yet settled
	 * @param bytes the same in bytes
	 * @param capacity the most that are accepted
	 * @param maxBytes the same in bytes
	 */
	record OutboxDetails(int pending, long bytes, int capacity, long maxBytes) {
	}

}
