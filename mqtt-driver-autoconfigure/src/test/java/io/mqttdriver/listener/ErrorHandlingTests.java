package io.mqttdriver.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

import io.mqttdriver.MqttListenerErrorHandler;
import io.mqttdriver.MqttListenerException;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.inbound.InboundHandler;
import io.mqttdriver.inbound.InboundHandler.Invocation;
import io.mqttdriver.message.InboundPublishes;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.MessageTypes;
import io.mqttdriver.topic.TopicTemplate;
import jakarta.validation.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ErrorHandlingTests {

	private final ErrorHandler errorHandler = new ErrorHandler();

	private final ListenerContext listeners = new ListenerContext().start((context) -> {
		context.registerBean("handler", MqttListenerErrorHandler.class, () -> this.errorHandler);
		context.registerBean("e", Handlers.class);
	});

	@AfterEach
	void close() {
		this.listeners.close();
	}

	@Test
	void theErrorHandlerHasTheLastWordAndItsValueIsAReply() throws Exception {
		Invocation invocation = this.listeners.gateway.read("e.on", InboundPublishes.of("t", "{\"value\":1}"));
		assertThat(invocation).isNotNull();
		IllegalStateException failure = new IllegalStateException("no");
		assertThat(invocation.retryable(failure)).isTrue();
		assertThat(invocation.recover(new CompletionException(failure))).isTrue();
		assertThat(this.errorHandler.messages).extracting("payload").containsExactly(new Reading(1));
		assertThat(this.errorHandler.exceptions.get(0)).hasCause(failure).hasMessageContaining("'t'");
		assertThat(this.errorHandler.exceptions.get(0).getListenerId()).isEqualTo("e.on");
		assertThat(this.listeners.replies).extracting(MqttPublish::topic).containsExactly("errors");
	}

	@Test
	void theErrorHandlerSeesRawWhatCannotBeRead() throws Exception {
		Invocation invocation = this.listeners.gateway.read("e.on", InboundPublishes.of("t", "{"));
		assertThat(invocation).isNotNull();
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> invocation.invoke(1, () -> {
		})).matches((failure) -> !invocation.retryable(failure));
		assertThat(invocation.recover(new MessageConversionException("no"))).isTrue();
		assertThat(this.errorHandler.messages).extracting("payload").containsExactly(new byte[] { '{' });
	}

	@Test
	void withoutAnErrorHandlerWhatCannotBeReadIsThrown() {
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> this.listeners.gateway.read("e.bare", InboundPublishes.of("t", "{")));
	}

	@Test
	void whatTheErrorHandlerThrowsComesOut() throws Exception {
		this.errorHandler.failure = new IllegalStateException("worse");
		Invocation invocation = this.listeners.gateway.read("e.on", InboundPublishes.of("t", "{\"value\":1}"));
		assertThat(invocation).isNotNull();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> invocation.recover(new IllegalArgumentException()))
			.withMessage("worse");
	}

	@Test
	void validationAndConversionAreNotRetried() {
		assertThat(Failures.isRetryable(new ConstraintViolationException(null))).isFalse();
		assertThat(Failures.isRetryable(new CompletionException(new MessageConversionException("no")))).isFalse();
		assertThat(Failures.isRetryable(new IllegalArgumentException())).isTrue();
		assertThat(Failures.isRetryable(new OutOfMemoryError())).isTrue();
	}

	@Test
	void aProgrammaticHandlerTakesMessages() throws Throwable {
		MessageReader reader = new MessageReader(new MessageTypes(Map.of()), List.of(), JsonMapper.builder().build(),
				"type");
		List<Message<Reading>> taken = new ArrayList<>();
		InboundHandler handler = ProgrammaticHandlers.of(reader, Reading.class, taken::add,
				List.of(TopicTemplate.parse("t/{id}")));
		Invocation invocation = handler.read(InboundPublishes.of("t/1", "{\"value\":1}", "type", "Reading"), false);
		assertThat(invocation).isNotNull();
		assertThat(invocation.invoke(1, () -> {
		})).isNull();
		assertThat(taken).extracting(Message::getPayload).containsExactly(new Reading(1));
		assertThat(handler.read(InboundPublishes.of("t/1", "{}", "type", "Other"), true)).isNull();
		assertThat(invocation.recover(new IllegalStateException())).isFalse();
	}

	record Reading(int value) {

	}

	static class ErrorHandler implements MqttListenerErrorHandler {

		final List<Message<?>> messages = new ArrayList<>();

		final List<MqttListenerException> exceptions = new ArrayList<>();

		@Nullable Exception failure;

		@Override
		public @Nullable Object handleError(Message<?> message, MqttListenerException exception) throws Exception {
			this.messages.add(message);
			this.exceptions.add(exception);
			if (this.failure != null) {
				throw this.failure;
			}
			return "sorry";
		}

	}

	static class Handlers {

		@MqttListener(topic = "t", errorHandler = "handler")
		@SendTo("errors")
		void on(Reading reading) {
		}

		@MqttListener("t")
		void bare(Reading reading) {
		}

	}

}
