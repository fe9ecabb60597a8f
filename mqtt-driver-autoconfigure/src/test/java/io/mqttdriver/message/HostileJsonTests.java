package io.mqttdriver.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * JSON that is out to hurt is refused within limits.
 */
@Timeout(30)
@Proof(Means.UNIT)
class HostileJsonTests {

	@ParameterizedTest
	@ValueSource(classes = { Node.class, List.class, Any.class })
	@Fault("H7")
	void tenThousandDeepIsRefused(Class<?> type) {
		refuses(type, "{\"value\":".repeat(10_000) + "1" + "}".repeat(10_000));
		refuses(type, "[".repeat(10_000) + "]".repeat(10_000));
		refuses(type, "[".repeat(10_000));
	}

	@Test
	@Fault("H7")
	void aNumberOfAMillionDigitsIsRefused() {
		refuses(Any.class, "{\"value\":" + "9".repeat(1_000_000) + "}");
		refuses(Any.class, "{\"value\":0." + "9".repeat(1_000_000) + "}");
		refuses(Number.class, "9".repeat(1_000_000));
	}

	@Test
	@Fault("H7")
	void aMillionKeysAreRefused() {
		String keys = IntStream.range(0, 1_000_000).mapToObj((i) -> "\"" + i + "\":0").collect(Collectors.joining(","));
		refuses(Any.class, "{\"value\":{" + keys + "}}");
	}

	@Test
	void aNameOfAMillionCharactersIsRefused() {
		refuses(Any.class, "{\"" + "k".repeat(1_000_000) + "\":1}");
	}

	@Test
	@Fault("H7")
	void fiftyMegabytesAreRefused() {
		refuses(Any.class, "{\"value\":\"" + "x".repeat(50 * 1024 * 1024) + "\"}");
	}

	@Test
	void treesAndMapsAreLimitedToo() {
		String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
		MessageReader reader = reader(JsonMapper.builder().build());
		assertThat(read(reader, JsonNode.class, deep)).isNull();
		assertThat(read(reader, Map.class, deep)).isNull();
	}

	@Test
	void theApplicationsOwnSettingsAreKept() {
		JsonMapper mapper = JsonMapper.builder()
			.enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.build();
		Message<?> message = read(reader(mapper), Named.class, "{/* so */\"first_name\":\"x\"}");
		assertThat(message).isNotNull();
		assertThat(message.getPayload()).isEqualTo(new Named("x"));
	}

	@Test
	void theApplicationsOwnLimitsAreKept() {
		StreamReadConstraints limits = StreamReadConstraints.builder().maxNestingDepth(3).maxTokenCount(50).build();
		JsonMapper mapper = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build()).build();
		MessageReader reader = reader(mapper);
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> read(reader, Any.class, "{\"value\":[[[1]]]}"));
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> read(reader, Any.class, "{\"value\":[" + "1,".repeat(50) + "1]}"));
		assertThat(read(reader, Any.class, "{\"value\":[[1]]}")).isNotNull();
	}

	@Test
	void whatIsLargeButHonestIsRead() {
		String numbers = "1,".repeat(200_000) + "1";
		assertThat(read(reader(JsonMapper.builder().build()), Any.class, "{\"value\":[" + numbers + "]}")).isNotNull();
	}

	private static void refuses(Class<?> type, String json) {
		MessageReader reader = reader(JsonMapper.builder().build());
		assertThatExceptionOfType(MessageConversionException.class).isThrownBy(() -> read(reader, type, json))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(5_000));
	}

	private static MessageReader reader(JsonMapper mapper) {
		return new MessageReader(new MessageTypes(Map.of()), List.of(), mapper, "type");
	}

	private static Message<?> read(MessageReader reader, Class<?> type, String json) {
		return reader.read(
				InboundPublishes.of("t", json.getBytes(StandardCharsets.UTF_8), InboundPublishes.properties()),
				reader.register(PayloadType.of(type)), List.of(), true);
	}

	record Node(Node value) {

	}

	record Any(Object value) {

	}

	record Named(String firstName) {

	}

}
