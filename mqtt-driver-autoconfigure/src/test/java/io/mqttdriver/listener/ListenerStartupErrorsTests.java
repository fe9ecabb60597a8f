package io.mqttdriver.listener;

import java.util.List;
import java.util.Map;

import io.mqttdriver.MqttListenerErrorHandler;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.annotation.MqttMessageType;
import org.junit.jupiter.api.Test;

import org.springframework.integration.acks.AcknowledgmentCallback;
import org.springframework.integration.acks.SimpleAcknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each mistake in a listener fails the start-up, naming class, method and the way out.
 */
class ListenerStartupErrorsTests {

	@Test
	void twoPayloadParameters() {
		fails(TwoPayloads.class, "on(String, byte[])", "2 payload parameters", "@Header");
	}

	@Test
	void aTypeThatThePayloadParameterCannotTake() {
		fails(WrongType.class, "on(String)", "java.lang.Integer", "java.lang.String", "agree");
		fails(WrongMessageType.class, "on(Message)", "java.lang.Integer", "the Message parameter", "agree");
		fails(WrongListType.class, "on(List)", "java.util.Map", "java.util.List", "agree");
	}

	@Test
	void malformedFilters() {
		fails(MalformedFilter.class, "on(String)", "a/#/b");
		fails(MalformedTemplate.class, "on(String)", "a/x{id}", "whole level");
		fails(EmptyTopic.class, "on(String)", "empty");
		fails(NoTopic.class, "on(String)", "no topic", "@MqttListener(\"plant/{id}/state\")");
	}

	@Test
	void malformedGroups() {
		fails(MalformedGroup.class, "on(String)", "w/x");
		fails(TwoGroups.class, "on(String)", "\"w\"", "$share/x/t", "one place");
	}

	@Test
	void anUnknownErrorHandler() {
		fails(UnknownErrorHandler.class, "on(String)", "\"nobody\"", "MqttListenerErrorHandler");
	}

	@Test
	void anErrorHandlerOfAnotherTypeNamesThoseThatThereAre() {
		try (ListenerContext listeners = new ListenerContext()) {
			assertThatExceptionOfType(InvalidMqttListenerException.class)
				.isThrownBy(() -> listeners.start((context) -> {
					context.registerBean("wrong", String.class, () -> "");
					context.registerBean("right", MqttListenerErrorHandler.class, () -> (message, exception) -> null);
					context.registerBean(WrongErrorHandler.class);
				}))
				.withMessageContaining("\"wrong\"")
				.withMessageContaining("[right]");
		}
	}

	@Test
	void twoListenersWithOneId() {
		fails(OneIdTwice.class, "two(String)", "\"same\"", "its own id");
	}

	@Test
	void badNumbers() {
		fails(BadConcurrency.class, "on(String)", "concurrency \"0\"", "from 1");
		fails(WordyConcurrency.class, "on(String)", "concurrency \"many\"", "from 1");
		fails(HugeConcurrency.class, "on(String)", "concurrency \"99999999999\"", "from 1");
		fails(BadQos.class, "on(String)", "qos \"3\"", "from 0 to 2");
	}

	@Test
	void badChoices() {
		fails(BadAckMode.class, "on(String)", "ackMode \"sometimes\"", "auto, manual");
		fails(BadRetain.class, "on(String)", "retain \"old\"", "always, new, never");
		fails(BadAutoStartup.class, "on(String)", "autoStartup \"yes\"", "true, false");
	}

	@Test
	void anIdWithOtherCharacters() {
		fails(BadId.class, "on(String)", "id \"a b\"", "letters, digits");
	}

	@Test
	void unresolvableExpressions() {
		fails(UnknownPlaceholder.class, "on(String)", "${nowhere}", "topic", "define the property");
		fails(BrokenExpression.class, "on(String)", "#{nobody.there}", "qos", "correct the expression");
	}

	@Test
	void topicVariablesThatTheTopicDoesNotName() {
		fails(UnknownVariable.class, "on(String)", "\"id\"", "\"b/{other}\"", "{id}");
	}

	@Test
	void acknowledgementsThatDoNotGoTogether() {
		fails(NothingToAcknowledge.class, "on(String)", "ackMode manual", "SimpleAcknowledgment");
		fails(NothingToAcknowledgeFor.class, "on(SimpleAcknowledgment)", "ackMode auto", "manual");
		fails(ManualAtQos2.class, "on(SimpleAcknowledgment)", "QoS 2", "qos = \"1\"");
		fails(OtherAcknowledgment.class, "on(AcknowledgmentCallback)", "SimpleAcknowledgment");
	}

	@Test
	void aPayloadExpression() {
		fails(PayloadExpression.class, "on(String)", "\"#root\"", "not supported");
	}

	@Test
	void replyTopicsThatCannotBe() {
		fails(BadReplyTopic.class, "on(String)", "@SendTo \"reply/{who}\"", "who");
		fails(WildReplyTopic.class, "on(String)", "@SendTo \"reply/#\"");
	}

	@Test
	void contradictingAliases() {
		fails(TopicAndValue.class, "on(String)", "contradict", "topic or value");
	}

	@Test
	void aPayloadTypeWithABlankName() {
		fails(BlankName.class, "on(Blank)", "@MqttMessageType");
	}

	@Test
	void descriptionAndActionAreThereForAnalyses() {
		assertThatExceptionOfType(InvalidMqttListenerException.class).isThrownBy(() -> ListenerContext.of(BadQos.class))
			.satisfies((ex) -> {
				assertThat(ex.getDescription()).contains("qos \"3\"");
				assertThat(ex.getAction()).isEqualTo("give a whole number from 0 to 2");
			});
	}

	private static void fails(Class<?> bean, String method, String... parts) {
		assertThatExceptionOfType(InvalidMqttListenerException.class).isThrownBy(() -> ListenerContext.of(bean))
			.satisfies(
					(ex) -> assertThat(ex.getMessage()).startsWith("@MqttListener on " + bean.getName() + "." + method)
						.contains(parts));
	}

	static class TwoPayloads {

		@MqttListener("t")
		void on(String one, byte[] two) {
		}

	}

	static class WrongType {

		@MqttListener(topic = "t", type = Integer.class)
		void on(String payload) {
		}

	}

	static class WrongMessageType {

		@MqttListener(topic = "t", type = Integer.class)
		void on(Message<String> payload) {
		}

	}

	static class WrongListType {

		@MqttListener(topic = "t", type = Map.class)
		void on(List<String> payload) {
		}

	}

	static class MalformedFilter {

		@MqttListener("a/#/b")
		void on(String payload) {
		}

	}

	static class MalformedTemplate {

		@MqttListener("a/x{id}")
		void on(String payload) {
		}

	}

	static class EmptyTopic {

		@MqttListener("")
		void on(String payload) {
		}

	}

	static class NoTopic {

		@MqttListener
		void on(String payload) {
		}

	}

	static class MalformedGroup {

		@MqttListener(topic = "t", group = "w/x#")
		void on(String payload) {
		}

	}

	static class TwoGroups {

		@MqttListener(topic = "$share/x/t", group = "w")
		void on(String payload) {
		}

	}

	static class UnknownErrorHandler {

		@MqttListener(topic = "t", errorHandler = "nobody")
		void on(String payload) {
		}

	}

	static class WrongErrorHandler {

		@MqttListener(topic = "t", errorHandler = "wrong")
		void on(String payload) {
		}

	}

	static class OneIdTwice {

		@MqttListener(topic = "t", id = "same")
		void one(String payload) {
		}

		@MqttListener(topic = "t", id = "same")
		void two(String payload) {
		}

	}

	static class BadConcurrency {

		@MqttListener(topic = "t", concurrency = "0")
		void on(String payload) {
		}

	}

	static class WordyConcurrency {

		@MqttListener(topic = "t", concurrency = "many")
		void on(String payload) {
		}

	}

	static class HugeConcurrency {

		@MqttListener(topic = "t", concurrency = "99999999999")
		void on(String payload) {
		}

	}

	static class BadQos {

		@MqttListener(topic = "t", qos = "3")
		void on(String payload) {
		}

	}

	static class BadAckMode {

		@MqttListener(topic = "t", ackMode = "sometimes")
		void on(String payload) {
		}

	}

	static class BadRetain {

		@MqttListener(topic = "t", retain = "old")
		void on(String payload) {
		}

	}

	static class BadAutoStartup {

		@MqttListener(topic = "t", autoStartup = "yes")
		void on(String payload) {
		}

	}

	static class BadId {

		@MqttListener(topic = "t", id = "a b")
		void on(String payload) {
		}

	}

	static class UnknownPlaceholder {

		@MqttListener("${nowhere}")
		void on(String payload) {
		}

	}

	static class BrokenExpression {

		@MqttListener(topic = "t", qos = "#{nobody.there}")
		void on(String payload) {
		}

	}

	static class UnknownVariable {

		@MqttListener({ "a/{id}", "b/{other}" })
		void on(@DestinationVariable String id) {
		}

	}

	static class NothingToAcknowledge {

		@MqttListener(topic = "t", ackMode = "manual")
		void on(String payload) {
		}

	}

	static class NothingToAcknowledgeFor {

		@MqttListener("t")
		void on(SimpleAcknowledgment acknowledgment) {
		}

	}

	static class ManualAtQos2 {

		@MqttListener(topic = "t", ackMode = "manual", qos = "2")
		void on(SimpleAcknowledgment acknowledgment) {
		}

	}

	static class OtherAcknowledgment {

		@MqttListener(topic = "t", ackMode = "manual")
		void on(AcknowledgmentCallback acknowledgment) {
		}

	}

	static class PayloadExpression {

		@MqttListener("t")
		void on(@Payload("#root") String payload) {
		}

	}

	static class BadReplyTopic {

		@MqttListener("t/{id}")
		@SendTo("reply/{who}")
		String on(String payload) {
			return payload;
		}

	}

	static class WildReplyTopic {

		@MqttListener("t/{id}")
		@SendTo("reply/#")
		String on(String payload) {
			return payload;
		}

	}

	static class TopicAndValue {

		@MqttListener(value = "a", topic = "b")
		void on(String payload) {
		}

	}

	static class BlankName {

		@MqttListener("t")
		void on(Blank payload) {
		}

		@MqttMessageType("")
		record Blank() {

		}

	}

}
