package io.mqttdriver;

import org.springframework.messaging.Message;

/**
 * Handles the messages of a subscription, on the driver's handler threads. What it throws
 * is retried and dead-lettered; it never touches the connection.
 *
 * @param <T> the payload's type
 */
@FunctionalInterface
public interface MqttMessageHandler<T> {

	/**
	 * Handles one message. It is acknowledged after this returns.
	 * @param message payload, and headers named as in Spring Integration's
	 * {@code MqttHeaders}
	 * @throws Exception to have it retried, then dead-lettered
	 */
	void handle(Message<T> message) throws Exception;

}
