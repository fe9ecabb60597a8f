package io.mqttdriver.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class MetadataTests {

	private static final Map<String, JsonNode> properties = new LinkedHashMap<>();

	@BeforeAll
	static void read() throws IOException {
		try (InputStream in = MqttDriverProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(in).isNotNull();
			JsonMapper.builder()
				.build()
				.readTree(in)
				.get("properties")
				.forEach((property) -> properties.put(property.get("name").asString(), property));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			enabled | Boolean | true
			auto-startup | Boolean | true
			uris | List | tcp://localhost:1883
			client-id | String |
			username | String |
			password | String |
			keep-alive | Duration | 15s
			connect-timeout | Duration | 10s
			shutdown-timeout | Duration | 10s
			session-expiry | Duration | 0s
			receive-maximum | Integer | 1000
			maximum-packet-size | DataSize | 1MB
			ssl.bundle | String |
			ssl.verify-hostname | Boolean | true
			will.topic | String |
			will.payload | String | ''
			will.qos | Integer | 0
			will.retained | Boolean | false
			will.delay | Duration | 0s
			startup | Startup | background
			engine | EngineName | paho
			publish.qos | Integer | 1
			publish.timeout | Duration | 5s
			publish.delivery-timeout | Duration | 10m
			publish.outbox.capacity | Integer | 10000
			publish.outbox.max-bytes | DataSize | 64MB
			publish.outbox.when-full | WhenFull | reject
			reconnect.min-interval | Duration | 5s
			reconnect.multiplier | Double | 1.5
			reconnect.max-interval | Duration | 30s
			reconnect.jitter | Double | 0.2
			reconnect.spread | Duration | 0s
			reconnect.stable-after | Duration | 10s
			reconnect.max-failures | Integer | 10
			reconnect.open-duration | Duration | 60s
			reconnect.allowed-servers | List |
			reconnect.client-id | ClientIdPolicy | auto
			reconnect.validation.mode | ValidationMode | publish
			reconnect.validation.topic | String | mqtt-driver/validation/{client-id}
			reconnect.validation.timeout | Duration | 5s
			listener.qos | Integer | 1
			listener.concurrency | Integer | 1
			listener.ack-mode | AckMode | auto
			listener.auto-startup | Boolean | true
			listener.strict-ack-order | Boolean | false
			listener.buffer.capacity | Integer | 20000
			listener.buffer.max-bytes | DataSize | 64MB
			listener.retry.max-retries | Integer | 2
			listener.retry.initial-interval | Duration | 1s
			listener.retry.multiplier | Double | 2
			listener.retry.max-interval | Duration | 10s
			listener.dead-letter-topic | String |
			messages.type-property | String | type
			messages.types | Map |
			""")
	void aPropertyHasTypeDescriptionAndDefault(String name, String type, String value) {
		JsonNode property = properties.get("mqtt.driver." + name);
		assertThat(property).isNotNull();
		assertThat(property.get("type").asString().replaceAll("<.*", "")).matches(".*[.$]" + type);
		assertThat(property.path("description").asString("")).endsWith(".").hasSizeGreaterThan(10);
		if (value == null) {
			assertThat(property.has("defaultValue")).isFalse();
		}
		else {
			assertThat(property.get("defaultValue").asString()).isEqualTo(value);
		}
	}

	@Test
	void nothingElseIsOffered() {
		Set<String> names = new TreeSet<>(properties.keySet());
		names.removeIf((name) -> !name.startsWith("mqtt."));
		assertThat(names).hasSize(54);
	}

	@Test
	void healthAndEndpointCanBeSwitched() {
		assertThat(properties).containsKeys("management.health.mqtt.enabled", "management.endpoint.mqtt.access");
		assertThat(properties.get("management.endpoint.mqtt.access").get("defaultValue").asString())
			.isEqualTo("read_only");
	}

}
