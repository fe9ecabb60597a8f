package io.mqttdriver.inbound;

import java.util.concurrent.CompletionStage;

import io.mqttdriver.engine.InboundPublish;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.acks.SimpleAcknowledgment;

/**
 * Handles what comes in on its topics. Called on handler threads.
 */
public interface InboundHandler {

	/**
	 * Reads a message.
	 * @param publish the message
	 * @param alone no other handler with an object type is on the topic
	 * @return null: not for this handler (another type)
	 * @throws Exception what makes it unreadable: not retried
	 */
	@Nullable Invocation read(InboundPublish publish, boolean alone) throws Exception;

	/** Whether it reads payloads as objects of its own type. */
	boolean takesObjectType();

	/** One message for one handler. */
	interface Invocation {

		/** Invokes the handler, again for each retry. */
		@Nullable CompletionStage<?> invoke(int attempt, SimpleAcknowledgment acknowledgment) throws Throwable;

		/** Whether another attempt may help; conversion and validation errors: no. */
		boolean retryable(Throwable failure);

		/** The error handler's last word: true if it handled the failure. */
		boolean recover(Throwable failure) throws Exception;

	}

}
