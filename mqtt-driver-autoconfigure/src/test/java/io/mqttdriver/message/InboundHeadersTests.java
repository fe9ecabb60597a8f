package io.mqttdriver.message;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.topic.TopicTemplate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.integration.mqtt.support.MqttHeaders;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

class InboundHeadersTests {

	private static final String VARIABLES = DestinationVariableMethodArgumentResolver.DESTINATION_TEMPLATE_VARIABLES_HEADER;

	@Test
	void everyFieldOfMqtt5StandsUnderItsName() {
		byte[] correlationData = { 1, 2 };
		InboundPublish publish = new InboundPublish(1, "t", new byte[0], 2, true, true, List.of(),
				new PublishProperties(false, Duration.ofSeconds(90), "text/plain", "reply", correlationData,
						List.of()));
		MessageHeaders headers = headers(publish);
		assertThat(headers).containsEntry(MqttHeaders.RECEIVED_TOPIC, "t")
			.containsEntry(MqttHeaders.RECEIVED_QOS, 2)
			.containsEntry(MqttHeaders.RECEIVED_RETAINED, true)
			.containsEntry(MqttHeaders.DUPLICATE, true)
			.containsEntry(MqttHeaders.MESSAGE_EXPIRY_INTERVAL, 90L)
			.containsEntry(MqttHeaders.RESPONSE_TOPIC, "reply")
			.containsEntry(MqttHeaders.CORRELATION_DATA, correlationData)
			.containsEntry(MessageHeaders.CONTENT_TYPE, "text/plain");
	}

	@Test
	void whatIsAbsentHasNoHeader() {
		assertThat(headers(InboundPublishes.of("t", ""))).doesNotContainKeys(MqttHeaders.MESSAGE_EXPIRY_INTERVAL,
				MqttHeaders.RESPONSE_TOPIC, MqttHeaders.CORRELATION_DATA, MessageHeaders.CONTENT_TYPE);
	}

	@Test
	void aUserPropertyIsAHeaderOfItsName() {
		assertThat(headers(InboundPublishes.of("t", "", "source", "s", "", "empty name"))).containsEntry("source", "s")
			.containsEntry("", "empty name");
	}

	@Test
	void theWireCannotSetWhatSpringGivesAMeaning() {
		InboundPublish publish = InboundPublishes.of("t", "", "id", "x", "timestamp", "x", "replyChannel", "x",
				"errorChannel", "x", "contentType", "x", "mqtt_receivedTopic", "x", "mqtt_own", "x", "nativeHeaders",
				"x", "acknowledgmentCallback", "x", VARIABLES, "x");
		MessageHeaders headers = headers(publish);
		assertThat(headers.getId()).isNotNull();
		assertThat(headers.getTimestamp()).isNotNull();
		assertThat(headers).doesNotContainValue("x").containsEntry(MqttHeaders.RECEIVED_TOPIC, "t");
		assertThat(userProperties(headers, "errorChannel")).isEqualTo(List.of("x"));
		assertThat(userProperties(headers, "mqtt_own")).isEqualTo(List.of("x"));
	}

	@Test
	void repeatedUserPropertiesAreAllThere() {
		MessageHeaders headers = headers(InboundPublishes.of("t", "", "tag", "a", "other", "o", "tag", "b"));
		assertThat(headers).containsEntry("tag", "a");
		assertThat(userProperties(headers, "tag")).isEqualTo(List.of("a", "b"));
		assertThat(userProperties(headers, "other")).isEqualTo(List.of("o"));
	}

	@Test
	void topicVariablesComeFromTheFirstTemplateThatMatches() {
		List<TopicTemplate> templates = List.of(TopicTemplate.parse("a/{x}"), TopicTemplate.parse("b/{y}/{*rest}"));
		InboundPublish publish = InboundPublishes.of("b/1/2/3", "");
		assertThat(reader().raw(publish, templates).getHeaders()).containsEntry(VARIABLES,
				Map.of("y", "1", "rest", "2/3"));
	}

	private static MessageHeaders headers(InboundPublish publish) {
		return reader().raw(publish, List.of()).getHeaders();
	}

	private static Object userProperties(MessageHeaders headers, String name) {
		return ((MultiValueMap<?, ?>) headers.get(MqttDriverHeaders.USER_PROPERTIES)).get(name);
	}

	private static MessageReader reader() {
		return new MessageReader(new MessageTypes(Map.of()), List.of(), JsonMapper.builder().build(), "type");
	}

}
