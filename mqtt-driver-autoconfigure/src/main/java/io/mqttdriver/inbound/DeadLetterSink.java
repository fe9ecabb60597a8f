package io.mqttdriver.inbound;

import java.util.concurrent.CompletionStage;

import io.mqttdriver.engine.InboundPublish;
import org.jspecify.annotations.Nullable;

/**
 * Where dead letters go. Called on handler threads; must not block.
 */
@FunctionalInterface
public interface DeadLetterSink {

	/**
	 * Publishes a dead letter. Called again for the same one after a failure.
	 * @param original the message, its payload unchanged
	 * @param reason why
	 * @return done on the dead letter's PUBACK; {@code null} when there is no dead-letter
	 * topic or the original came from it
	 */
	@Nullable CompletionStage<?> publish(InboundPublish original, DeadLetter reason);

}
