package io.mqttdriver.inbound;

import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;

import io.mqttdriver.engine.InboundPublish;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.acks.SimpleAcknowledgment;

/**
 * What a subscription does with its messages. Called on handler threads with no lock
 * held, never on the engine's threads; at the same time only for messages of different
 * topics.
 */
public interface InboundHandler {

	/**
	 * Reads a message.
	 * @param publish the message
	 * @param alone whether no other object type is on the topic: then an unreadable
	 * message without type name is this handler's error, and unknown fields are tolerated
	 * @return how to handle it, or {@code null} if it is not for this handler
	 * @throws Exception what makes it unreadable: dead-lettered, not retried
	 */
	@Nullable Invocation read(InboundPublish publish, boolean alone) throws Exception;

	/**
	 * The object type that it reads. Asked once.
	 * @return null if it takes whatever comes ({@code String}, {@code byte[]},
	 * {@code Object}…) and so doesn't count for {@code alone}
	 */
	@Nullable Type objectType();

	/**
	 * One message, read for one handler.
	 */
	interface Invocation {

		/**
		 * Runs user code. Called again for each retry, never at the same time.
		 * @param attempt 1 for the first
		 * @param acknowledgment acknowledges the message for a listener with manual
		 * acknowledgement, from any thread, the first time it is called; of no effect
		 * with automatic acknowledgement
		 * @return done when the message is handled; {@code null} if it is now
		 * @throws Throwable to have it retried, then dead-lettered
		 */
		@Nullable CompletionStage<?> invoke(int attempt, SimpleAcknowledgment acknowledgment) throws Throwable;

		/**
		 * Whether another try could help.
		 * @param failure what {@link #invoke} threw, or its stage failed with
		 * @return {@code false} for conversion and validation errors
		 */
		boolean retryable(Throwable failure);

		/**
		 * The last word after the retries ({@code MqttListenerErrorHandler}).
		 * @param failure the last one
		 * @return whether it handled the failure, so that there is no dead letter
		 * @throws Exception as {@code false}
		 */
		boolean recover(Throwable failure) throws Exception;

	}

}
