package io.mqttdriver.listener;

import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.InboundHandler;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.PayloadType;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.acks.SimpleAcknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;

/**
 * Reads messages as a type and hands them to a method or a function. Immutable, for any
 * thread.
 */
final class ReadingHandler implements InboundHandler {

	private final MessageReader reader;

	private final PayloadType type;

	private final List<TopicTemplate> templates;

	private final Target target;

	private final @Nullable Recovery recovery;

	ReadingHandler(MessageReader reader, PayloadType type, List<TopicTemplate> templates, Target target,
			@Nullable Recovery recovery) {
		this.reader = reader;
		this.type = reader.register(type);
		this.templates = templates;
		this.target = target;
		this.recovery = recovery;
	}

	@Override
	public @Nullable Type objectType() {
		return this.type.isObjectType() ? this.type.type() : null;
	}

	@Override
	public @Nullable Invocation read(InboundPublish publish, boolean alone) {
		try {
			Message<?> message = this.reader.read(publish, this.type, this.templates, alone);
			return (message != null) ? new MessageInvocation(message, this.target, this.recovery) : null;
		}
		catch (MessageConversionException ex) {
			if (this.recovery == null) {
				throw ex;
			}
			return new MessageInvocation(this.reader.raw(publish, this.templates), failing(ex), this.recovery);
		}
	}

	/** So that the error handler is asked about what can't be read, too. */
	private static Target failing(MessageConversionException failure) {
		return (message, acknowledgment) -> {
			throw failure;
		};
	}

	/** Takes messages. */
	@FunctionalInterface
	interface Target {

		@Nullable CompletionStage<?> invoke(Message<?> message, SimpleAcknowledgment acknowledgment) throws Exception;

	}

	/** Has the last word on failures. */
	@FunctionalInterface
	interface Recovery {

		void recover(Message<?> message, Throwable failure) throws Exception;

	}

	private record MessageInvocation(Message<?> message, Target target,
			@Nullable Recovery recovery) implements Invocation {

		@Override
		public @Nullable CompletionStage<?> invoke(int attempt, SimpleAcknowledgment acknowledgment) throws Exception {
			return this.target.invoke(this.message, acknowledgment);
		}

		@Override
		public boolean retryable(Throwable failure) {
			return Failures.isRetryable(failure);
		}

		@Override
		public boolean recover(Throwable failure) throws Exception {
			if (this.recovery == null) {
				return false;
			}
			this.recovery.recover(this.message, Failures.unwrap(failure));
			return true;
		}

	}

}
