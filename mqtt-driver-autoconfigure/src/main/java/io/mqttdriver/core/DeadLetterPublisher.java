package io.mqttdriver.core;

import java.util.concurrent.CompletionStage;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.DeadLetter;
import io.mqttdriver.inbound.DeadLetterSink;
import io.mqttdriver.message.DeadLetters;
import io.mqttdriver.outbound.Outbox;
import org.jspecify.annotations.Nullable;

/**
 * Publishes dead letters through the room that the outbox reserves for them.
 */
record DeadLetterPublisher(Outbox outbox, @Nullable String topic) implements DeadLetterSink {

	@Override
	public @Nullable CompletionStage<?> publish(InboundPublish original, DeadLetter reason) {
		if (this.topic == null || DeadLetters.isDeadLetter(original)) {
			return null;
		}
		return this.outbox.publishReserved(DeadLetters.of(original, this.topic, reason.listenerId(),
				reason.attempts(), reason.failure(), reason.reason()));
	}

}
