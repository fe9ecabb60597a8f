package io.mqttdriver.listener;

import java.util.concurrent.CompletionStage;

import io.mqttdriver.MqttPublish;

/**
 * Publishes what listener methods return.
 */
@FunctionalInterface
public interface ReplySink {

	/**
	 * Publishes a reply.
	 * @param reply what to publish
	 * @return done when it is settled; the message that it answers is acknowledged after
	 * that
	 * @throws IllegalArgumentException if it can't be written
	 */
	CompletionStage<?> publish(MqttPublish reply);

}
