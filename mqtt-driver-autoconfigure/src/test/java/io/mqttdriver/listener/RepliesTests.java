package io.mqttdriver.listener;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.mqttdriver.MqttPublish;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.inbound.InboundHandler.Invocation;
import io.mqttdriver.message.InboundPublishes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.integration.mqtt.support.MqttHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RepliesTests {

	private static final byte[] CORRELATION_DATA = { 1, 2 };

	private final ListenerContext listeners = new ListenerContext()
		.start((context) -> context.registerBean("r", Handlers.class));

	@AfterEach
	void close() {
		this.listeners.close();
	}

	@Test
	void aValueGoesToTheSendToTopicsWithTopicVariables() throws Throwable {
		this.listeners.gateway.deliver("r.echo", InboundPublishes.of("t/7", "x"));
		assertThat(this.listeners.replies).extracting(MqttPublish::topic).containsExactly("echo/7", "all");
		assertThat(this.listeners.replies).extracting(MqttPublish::payload).containsExactly("x", "x");
	}

	@Test
	void aRequestIsAnsweredOnItsResponseTopic() throws Throwable {
		this.listeners.gateway.deliver("r.echo", request("x", "reply/1"));
		assertThat(this.listeners.replies).hasSize(1);
		assertThat(this.listeners.replies.get(0).topic()).isEqualTo("reply/1");
		assertThat(this.listeners.replies.get(0).correlationData()).isEqualTo(CORRELATION_DATA);
		this.listeners.gateway.deliver("r.plain", request("y", "reply/2"));
		assertThat(this.listeners.replies).extracting(MqttPublish::topic).containsExactly("reply/1", "reply/2");
	}

	@Test
	void withoutATopicAValueIsDropped() throws Throwable {
		this.listeners.gateway.deliver("r.plain", InboundPublishes.of("t/7", "x"));
		assertThat(this.listeners.replies).isEmpty();
	}

	@Test
	void nullIsNoReply() throws Throwable {
		this.listeners.gateway.deliver("r.none", request("x", "reply/1"));
		assertThat(this.listeners.replies).isEmpty();
	}

	@Test
	void aCollectionIsSeveralMessages() throws Throwable {
		this.listeners.gateway.deliver("r.several", request("x", "reply/1"));
		assertThat(this.listeners.replies).extracting(MqttPublish::payload).containsExactly("x", "x2");
	}

	@Test
	void aMessageGivesItsHeaders() throws Throwable {
		this.listeners.gateway.deliver("r.message", request("x", "reply/1"));
		MqttPublish reply = this.listeners.replies.get(0);
		assertThat(reply.payload()).isEqualTo("x");
		assertThat(reply.qos()).isEqualTo(2);
		assertThat(reply.retained()).isTrue();
		assertThat(reply.contentType()).isEqualTo("text/csv");
	}

	@Test
	void aFutureIsAwaitedAndItsValuePublished() throws Throwable {
		Invocation invocation = this.listeners.gateway.read("r.later", request("x", "reply/1"));
		assertThat(invocation).isNotNull();
		CompletionStage<?> done = invocation.invoke(1, () -> {
		});
		assertThat(done).isNotNull();
		assertThat(done.toCompletableFuture()).isNotDone();
		CompletableFuture<String> later = this.listeners.bean(Handlers.class).later;
		CompletableFuture<Object> settled = new CompletableFuture<>();
		this.listeners.replied = settled;
		later.complete("late");
		assertThat(this.listeners.replies).extracting(MqttPublish::payload).containsExactly("late");
		assertThat(done.toCompletableFuture()).isNotDone();
		settled.complete("");
		assertThat(done.toCompletableFuture()).isCompleted();
	}

	@Test
	void aFutureThatFailsIsTheListenersFailure() throws Throwable {
		Invocation invocation = this.listeners.gateway.read("r.later", request("x", "reply/1"));
		assertThat(invocation).isNotNull();
		CompletionStage<?> done = invocation.invoke(1, () -> {
		});
		assertThat(done).isNotNull();
		this.listeners.bean(Handlers.class).later.completeExceptionally(new MessageConversionException("no"));
		assertThat(done.toCompletableFuture()).isCompletedExceptionally();
		done.whenComplete((value, failure) -> assertThat(invocation.retryable(failure)).isFalse())
			.exceptionally((failure) -> null)
			.toCompletableFuture()
			.join();
	}

	@Test
	void aHostileResponseTopicIsNotRetried() throws Exception {
		Invocation invocation = this.listeners.gateway.read("r.plain", request("x", "reply/#"));
		assertThat(invocation).isNotNull();
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> invocation.invoke(1, () -> {
		})).withMessageContaining("reply/#").matches((failure) -> !invocation.retryable(failure));
	}

	private static InboundPublish request(String payload, String responseTopic) {
		return InboundPublishes.of("t/7", payload.getBytes(),
				new PublishProperties(true, null, null, responseTopic, CORRELATION_DATA, List.of()));
	}

	static class Handlers {

		final CompletableFuture<String> later = new CompletableFuture<>();

		@MqttListener("t/{id}")
		@SendTo({ "echo/{id}", "all" })
		String echo(String text) {
			return text;
		}

		@MqttListener("t/{id}")
		String plain(String text) {
			return text;
		}

		@MqttListener("t/{id}")
		@Nullable String none(String text) {
			return null;
		}

		@MqttListener("t/{id}")
		List<String> several(String text) {
			return List.of(text, text + "2");
		}

		@MqttListener("t/{id}")
		Message<String> message(String text) {
			return MessageBuilder.withPayload(text)
				.setHeader(MqttHeaders.QOS, 2)
				.setHeader(MqttHeaders.RETAINED, true)
				.setHeader("contentType", "text/csv")
				.build();
		}

		@MqttListener("t/{id}")
		CompletableFuture<String> later(String text) {
			return this.later;
		}

	}

}
