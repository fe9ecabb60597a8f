package io.mqttdriver.outbound;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PublishSizeTests {

	@ParameterizedTest
	@CsvSource({ "0, 0, 6", "1, 0, 8", "0, 121, 127", "0, 123, 129", "0, 124, 131", "0, 16379, 16386",
			"0, 16380, 16388", "2, 2097145, 2097155", "2, 2097146, 2097157" })
	void countsHeaderTopicAndPayload(int qos, int payload, long size) {
		assertThat(PublishSize.of(new OutboundPublish("a", new byte[payload], qos, false, PublishProperties.NONE)))
			.isEqualTo(size);
	}

	@Test
	void countsEveryProperty() {
		PublishProperties properties = new PublishProperties(true, Duration.ofSeconds(1), "type", "reply", new byte[7],
				List.of(new UserProperty("k", "vv"), new UserProperty("", "")));
		long expected = 2 + 5 + (3 + 4) + (3 + 5) + (3 + 7) + (5 + 3) + 5;
		assertThat(PublishSize.of(new OutboundPublish("a", new byte[0], 0, false, properties))).isEqualTo(6 + expected);
	}

	@ParameterizedTest
	@CsvSource({ "é", "€", "😀", "aé€😀z" })
	void countsTopicsAsUtf8(String topic) {
		int utf8 = topic.getBytes(StandardCharsets.UTF_8).length;
		assertThat(PublishSize.of(new OutboundPublish(topic, new byte[0], 0, false, PublishProperties.NONE)))
			.isEqualTo(5 + utf8);
	}

}
