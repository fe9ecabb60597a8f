package io.mqttdriver;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Has the last word on a message whose listener failed, after the retries and before the
 * dead letter. Called on the driver's handler threads.
 */
@FunctionalInterface
public interface MqttListenerErrorHandler {

	/**
	 * Handles the error.
	 * @param message the message, with its headers; the payload is raw where it could not
	 * be read
	 * @param exception what happened, with its cause
	 * @return a reply, or null; either way the message counts as handled
	 * @throws Exception to have the message dead-lettered
	 */
	@Nullable Object handleError(Message<?> message, MqttListenerException exception) throws Exception;

}
