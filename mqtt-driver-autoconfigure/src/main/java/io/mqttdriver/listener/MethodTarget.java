package io.mqttdriver.listener;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.integration.acks.SimpleAcknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Invokes a listener method, and publishes what it returns. Safe for any thread.
 */
final class MethodTarget implements ReadingHandler.Target {

	private final ListenerBean bean;

	private final Replies replies;

	private final boolean manualAck;

	MethodTarget(ListenerBean bean, Replies replies, boolean manualAck) {
		this.bean = bean;
		this.replies = replies;
		this.manualAck = manualAck;
	}

	@Override
	public @Nullable CompletionStage<?> invoke(Message<?> message, SimpleAcknowledgment acknowledgment)
			throws Exception {
		Message<?> given = this.manualAck ? withAcknowledgment(message, acknowledgment) : message;
		return this.replies.publish(message, this.bean.method().invoke(given));
	}

	private static Message<?> withAcknowledgment(Message<?> message, SimpleAcknowledgment acknowledgment) {
		return MessageBuilder.fromMessage(message)
			.setHeader(IntegrationMessageHeaderAccessor.ACKNOWLEDGMENT_CALLBACK, acknowledgment)
			.build();
	}

}
