package io.mqttdriver.core;

import io.mqttdriver.connection.ConnectionSettings;
import io.mqttdriver.connection.ReconnectSettings;
import io.mqttdriver.inbound.ListenerSettings;
import io.mqttdriver.outbound.PublishSettings;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a driver, by room.
 *
 * @param connection what all clients have in common
 * @param reconnect how it comes back
 * @param publish the outbox
 * @param publishQos the default QoS of publishes
 * @param listener what concerns all listeners together
 * @param listenerQos the default QoS of subscriptions
 * @param listenerConcurrency the default concurrency of listeners
 * @param deadLetterTopic where dead letters go, or none
 */
record DriverSettings(ConnectionSettings connection, ReconnectSettings reconnect, PublishSettings publish,
		int publishQos, ListenerSettings listener, int listenerQos, int listenerConcurrency,
		@Nullable String deadLetterTopic) {
}
