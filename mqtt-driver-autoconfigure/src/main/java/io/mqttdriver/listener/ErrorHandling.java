package io.mqttdriver.listener;

import java.util.concurrent.CompletionStage;

import io.mqttdriver.MqttListenerErrorHandler;
import io.mqttdriver.MqttListenerException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.integration.mqtt.support.MqttHeaders;
import org.springframework.messaging.Message;

/**
 * Asks a listener's error handler, and publishes its reply. Safe for any thread.
 */
final class ErrorHandling implements ReadingHandler.Recovery {

	private static final Log logger = LogFactory.getLog(ErrorHandling.class);

	private final String listenerId;

	private final MqttListenerErrorHandler handler;

	private final Replies replies;

	ErrorHandling(String listenerId, MqttListenerErrorHandler handler, Replies replies) {
		this.listenerId = listenerId;
		this.handler = handler;
		this.replies = replies;
	}

	@Override
	public void recover(Message<?> message, Throwable failure) throws Exception {
		MqttListenerException exception = new MqttListenerException(this.listenerId, "Listener '" + this.listenerId
				+ "' failed on a message of topic '" + message.getHeaders().get(MqttHeaders.RECEIVED_TOPIC) + "'",
				failure);
		CompletionStage<?> published = this.replies.publish(message, this.handler.handleError(message, exception));
		if (published != null) {
			published.whenComplete((result, cause) -> {
				if (cause != null) {
					logger.error("The reply of the error handler of listener '" + this.listenerId
							+ "' could not be published", cause);
				}
			});
		}
	}

}
