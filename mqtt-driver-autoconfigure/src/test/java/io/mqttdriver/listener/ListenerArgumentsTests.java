package io.mqttdriver.listener;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.inbound.InboundHandler.Invocation;
import io.mqttdriver.message.InboundPublishes;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.core.convert.ConversionException;
import org.springframework.integration.acks.SimpleAcknowledgment;
import org.springframework.integration.mqtt.support.MqttHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ListenerArgumentsTests {

	private static final String ID = "1b4e28ba-2fa1-11d2-883f-0016d3cca427";

	private static final LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();

	private final ListenerContext listeners = context();

	private final Handlers handlers = this.listeners.bean(Handlers.class);

	@AfterEach
	void close() {
		this.listeners.close();
	}

	@Test
	void takesABarePayload() throws Throwable {
		deliver("bare", "{\"value\":3}");
		assertThat(this.handlers.taken).containsExactly(new Reading(3));
	}

	@Test
	void takesText() throws Throwable {
		deliver("text", "hi");
		deliver("text", " ");
		deliver("text", "");
		assertThat(this.handlers.taken).containsExactly("hi", " ", "");
	}

	@Test
	void takesBytesAndObjects() throws Throwable {
		deliver("bytes", "");
		deliver("anything", "x");
		deliver("anything", "");
		assertThat(this.handlers.taken).containsExactly(new byte[0], new byte[] { 'x' }, new byte[0]);
	}

	@Test
	void takesListsOfAType() throws Throwable {
		deliver("list", "[{\"value\":1},{\"value\":2}]");
		assertThat(this.handlers.taken).containsExactly(new Reading(1), new Reading(2));
	}

	@Test
	void takesTopicVariablesConverted() throws Throwable {
		InboundPublish publish = InboundPublishes.of("plant/7/" + ID + "/ON/a/b", "x");
		assertThat(this.listeners.gateway.deliver("variables", publish)).isTrue();
		assertThat(this.handlers.taken).containsExactly(7, UUID.fromString(ID), Mode.ON, "a/b");
	}

	@Test
	void aTopicVariableThatDoesNotConvertIsNotRetried() throws Exception {
		Invocation invocation = this.listeners.gateway.read("variables",
				InboundPublishes.of("plant/seven/" + ID + "/ON/a", "x"));
		assertThat(invocation).isNotNull();
		assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> invocation.invoke(1, () -> {
		})).matches((failure) -> !invocation.retryable(failure));
	}

	@Test
	void takesHeaders() throws Throwable {
		InboundPublish publish = new InboundPublish(1, "t", new byte[0], 2, true, false, List.of(),
				new PublishProperties(true, null, null, null, null,
						InboundPublishes.userProperties("source", "s", "count", "4")));
		assertThat(this.listeners.gateway.deliver("headers", publish)).isTrue();
		assertThat(this.handlers.taken).containsExactly(true, 2, "s", 4, "t", "t");
	}

	@Test
	void takesTheWholeMessage() throws Throwable {
		deliver("message", "{\"value\":3}");
		assertThat(this.handlers.taken).containsExactly(new Reading(3), "t");
	}

	@Test
	void takesAMessageOfAnything() throws Throwable {
		deliver("anyMessage", "x");
		assertThat(this.handlers.taken).containsExactly(new byte[] { 'x' });
	}

	@Test
	void takesMessagesOfTheTypeOfTheAnnotation() throws Throwable {
		assertThat(
				this.listeners.gateway.deliver("narrowed", InboundPublishes.of("t", "{\"value\":1}", "type", "Other")))
			.isFalse();
		deliver("narrowed", "{\"value\":1}");
		assertThat(this.handlers.taken).containsExactly(new Reading(1));
	}

	@Test
	void takesNothingAtAll() throws Throwable {
		deliver("nothing", "x");
		deliver("nothing", "");
		assertThat(this.handlers.taken).containsExactly("nothing", "nothing");
	}

	@Test
	void anEmptyPayloadIsNullWhereThatIsAllowed() throws Throwable {
		deliver("notRequired", "");
		deliver("nullable", "");
		deliver("optional", "");
		deliver("optional", "{\"value\":1}");
		assertThat(this.handlers.taken).containsExactly(null, null, Optional.empty(), Optional.of(new Reading(1)));
	}

	@Test
	void anEmptyPayloadIsAnErrorWhereAnObjectIsRequired() {
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> deliver("bare", ""))
			.withMessageContaining("required = false");
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> deliver("message", ""));
	}

	@Test
	void aPayloadIsValidatedWhereAsked() throws Throwable {
		deliver("valid", "{\"value\":10}");
		Invocation invocation = this.listeners.gateway.read("valid", InboundPublishes.of("t", "{\"value\":1}"));
		assertThat(invocation).isNotNull();
		assertThatExceptionOfType(MethodArgumentNotValidException.class).isThrownBy(() -> invocation.invoke(1, () -> {
		})).matches((failure) -> !invocation.retryable(failure));
		assertThat(this.handlers.taken).containsExactly(new Checked(10));
	}

	@Test
	void theMethodAcknowledgesInManualMode() throws Throwable {
		deliver("manual", "x");
		assertThat(this.listeners.gateway.acknowledged).hasValue(1);
		assertThat(this.listeners.gateway.definition("manual").manualAck()).isTrue();
		deliver("manualByHeader", "x");
		assertThat(this.listeners.gateway.acknowledged).hasValue(2);
	}

	@Test
	void inAutoModeNobodyGetsTheAcknowledgement() throws Throwable {
		deliver("message", "{\"value\":3}");
		assertThat(this.listeners.gateway.acknowledged).hasValue(0);
	}

	@Test
	void privateMethodsAreCalled() throws Throwable {
		deliver("hidden", "x");
		assertThat(this.handlers.taken).containsExactly("x");
	}

	@Test
	void whatTheMethodThrowsComesOutAsItIs() throws Exception {
		Invocation invocation = this.listeners.gateway.read("failing", InboundPublishes.of("t", "x"));
		assertThat(invocation).isNotNull();
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> invocation.invoke(1, () -> {
		})).matches(invocation::retryable);
		assertThat(invocation.recover(new IllegalStateException())).isFalse();
	}

	private void deliver(String id, String payload) throws Throwable {
		assertThat(this.listeners.gateway.deliver(id, InboundPublishes.of("t", payload))).isTrue();
	}

	@BeforeAll
	static void validator() {
		validator.afterPropertiesSet();
	}

	private static ListenerContext context() {
		ListenerContext listeners = new ListenerContext();
		listeners.validator = validator;
		return listeners.start((context) -> context.registerBean(Handlers.class));
	}

	record Reading(int value) {

	}

	record Checked(@Min(5) int value) {

	}

	enum Mode {

		ON, OFF

	}

	static class Handlers {

		final List<@Nullable Object> taken = new ArrayList<>();

		private void take(@Nullable Object... values) {
			this.taken.addAll(Arrays.asList(values));
		}

		@MqttListener(topic = "t", id = "bare")
		void bare(Reading reading) {
			take(reading);
		}

		@MqttListener(topic = "t", id = "text")
		void text(String text) {
			take(text);
		}

		@MqttListener(topic = "t", id = "bytes")
		void bytes(byte[] bytes) {
			take((Object) bytes);
		}

		@MqttListener(topic = "t", id = "anything")
		void anything(Object payload) {
			take(payload);
		}

		@MqttListener(topic = "t", id = "list")
		void list(List<Reading> readings) {
			readings.forEach(this::take);
		}

		@MqttListener(topic = "plant/{number}/{id}/{mode}/{*rest}", id = "variables")
		void variables(String payload, @DestinationVariable int number, @DestinationVariable("id") UUID other,
				@DestinationVariable Mode mode, @DestinationVariable String rest) {
			take(number, other, mode, rest);
		}

		@MqttListener(topic = "t", id = "headers")
		void headers(byte[] payload, @Header(MqttHeaders.RECEIVED_RETAINED) boolean retained,
				@Header(MqttHeaders.RECEIVED_QOS) int qos, @Header String source, @Header int count,
				@Headers Map<String, Object> all, MessageHeaders headers) {
			take(retained, qos, source, count, all.get(MqttHeaders.RECEIVED_TOPIC),
					headers.get(MqttHeaders.RECEIVED_TOPIC));
		}

		@MqttListener(topic = "t", id = "message")
		void message(Message<Reading> message) {
			assertThat(message.getHeaders()).doesNotContainKey("acknowledgmentCallback");
			take(message.getPayload(), message.getHeaders().get(MqttHeaders.RECEIVED_TOPIC));
		}

		@MqttListener(topic = "t", id = "anyMessage")
		void anyMessage(Message<?> message) {
			take(message.getPayload());
		}

		@MqttListener(topic = "t", id = "narrowed", type = Reading.class)
		void narrowed(Object reading) {
			take(reading);
		}

		@MqttListener(topic = "t", id = "nothing")
		void nothing() {
			take("nothing");
		}

		@MqttListener(topic = "t", id = "notRequired")
		void notRequired(@Payload(required = false) Reading reading) {
			take(reading);
		}

		@MqttListener(topic = "t", id = "nullable")
		void nullable(@Nullable Reading reading) {
			take(reading);
		}

		@MqttListener(topic = "t", id = "optional")
		void optional(Optional<Reading> reading) {
			take(reading);
		}

		@MqttListener(topic = "t", id = "valid")
		void valid(@Valid Checked checked) {
			take(checked);
		}

		@MqttListener(topic = "t", id = "manual", ackMode = "manual")
		void manual(Object payload, SimpleAcknowledgment acknowledgment) {
			assertThat(payload).isInstanceOf(byte[].class);
			acknowledgment.acknowledge();
		}

		@MqttListener(topic = "t", id = "manualByHeader", ackMode = "manual")
		void manualByHeader(@Header("acknowledgmentCallback") SimpleAcknowledgment acknowledgment) {
			acknowledgment.acknowledge();
		}

		@MqttListener(topic = "t", id = "hidden")
		private void hidden(String text) {
			take(text);
		}

		@MqttListener(topic = "t", id = "failing")
		void failing(String text) {
			throw new StackOverflowError();
		}

	}

}
