package io.mqttdriver.message;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import io.mqttdriver.topic.TopicNames;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DeadLettersTests {

	@Test
	void carriesTheOriginalAndWhatHappened() {
		byte[] correlationData = { 1 };
		InboundPublish original = new InboundPublish(1, "a/b", new byte[] { 5 }, 0, true, false, List.of(),
				new PublishProperties(true, Duration.ofSeconds(1), "text/csv", "r", correlationData,
						InboundPublishes.userProperties("k", "v")));
		OutboundPublish letter = DeadLetters.of(original, "dlt/{topic}", "bean.method", 3,
				new IllegalStateException("no"), "failed");
		assertThat(letter.topic()).isEqualTo("dlt/a/b");
		assertThat(letter.payload()).isSameAs(original.payload());
		assertThat(letter.qos()).isEqualTo(1);
		assertThat(letter.retained()).isFalse();
		assertThat(letter.properties().utf8Payload()).isTrue();
		assertThat(letter.properties().messageExpiry()).isNull();
		assertThat(letter.properties().contentType()).isEqualTo("text/csv");
		assertThat(letter.properties().responseTopic()).isEqualTo("r");
		assertThat(letter.properties().correlationData()).isSameAs(correlationData);
		assertThat(letter.properties().userProperties()).containsExactly(new UserProperty("k", "v"),
				new UserProperty("mqtt-driver-reason", "failed"),
				new UserProperty("mqtt-driver-exception", "java.lang.IllegalStateException"),
				new UserProperty("mqtt-driver-message", "no"), new UserProperty("mqtt-driver-listener", "bean.method"),
				new UserProperty("mqtt-driver-topic", "a/b"), new UserProperty("mqtt-driver-attempts", "3"));
	}

	@Test
	void whatNothingTookHasNoListener() {
		OutboundPublish letter = DeadLetters.of(InboundPublishes.of("a", ""), "dlt/{listener}/{topic}", null, 0, null,
				"no listener takes it");
		assertThat(letter.topic()).isEqualTo("dlt/unhandled/a");
		assertThat(letter.properties().userProperties()).extracting(UserProperty::name)
			.containsExactly(DeadLetters.REASON, DeadLetters.TOPIC, DeadLetters.ATTEMPTS);
	}

	@Test
	void knowsItsOwn() {
		InboundPublish original = InboundPublishes.of("a", "");
		assertThat(DeadLetters.isDeadLetter(original)).isFalse();
		OutboundPublish letter = DeadLetters.of(original, "dlt", null, 0, null, "r");
		assertThat(DeadLetters.isDeadLetter(InboundPublishes.of("dlt", letter.payload(), letter.properties())))
			.isTrue();
	}

	@Test
	void anExceptionsMessageIsMadeFitForMqtt() {
		String hostile = "a\0b\uD83D c\u0001\n" + "\uD83D\uDE00".repeat(100_000);
		OutboundPublish letter = DeadLetters.of(InboundPublishes.of("a", ""), "dlt", "l", 1,
				new IllegalStateException(hostile), hostile);
		for (UserProperty property : letter.properties().userProperties()) {
			TopicNames.requireUtf8(property.name(), property.value());
			assertThat(property.value().codePointCount(0, property.value().length())).isLessThanOrEqualTo(1_000);
		}
		assertThat(letter.properties().userProperties())
			.contains(new UserProperty(DeadLetters.REASON, "a b\uFFFD c  " + "\uD83D\uDE00".repeat(992)));
	}

	@Test
	void anExceptionWithoutAMessageIsFine() {
		OutboundPublish letter = DeadLetters.of(InboundPublishes.of("a", ""), "dlt", "l", 1, new StackOverflowError(),
				"r");
		assertThat(letter.properties().userProperties())
			.contains(new UserProperty(DeadLetters.EXCEPTION, "java.lang.StackOverflowError"));
	}

	@Test
	void aTopicThatCannotBeIsRefused() {
		for (String template : List.of("", "dlt/#", "dlt/{other}", "dlt/{topic")) {
			assertThatIllegalArgumentException().as(template).isThrownBy(() -> DeadLetters.requireValidTopic(template));
		}
		assertThat(DeadLetters.requireValidTopic("dlt/{topic}")).isEqualTo("dlt/{topic}");
	}

}
