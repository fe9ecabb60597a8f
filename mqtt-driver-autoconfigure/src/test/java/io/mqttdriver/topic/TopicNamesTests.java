package io.mqttdriver.topic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TopicNamesTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "/", "//", "a b", "$SYS/x", "Accounts payable", "\u5bc6/\ud83d\ude00", "a\u0001" })
	void whatTheSpecificationAllowsIsValid(String topic) {
		assertThat(TopicNames.requireValid(topic)).isSameAs(topic);
	}

	@ParameterizedTest
	@ValueSource(strings = { "+", "#", "a/+/b", "a/b+", "a/#", "#a" })
	void aWildcardIsRefusedByName(String topic) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicNames.requireValid(topic))
			.withMessageContaining("\"" + topic + "\"")
			.withMessageContaining(topic.contains("+") ? "'+'" : "'#'")
			.withMessageContaining("without wildcards");
	}

	@Test
	void emptyAndNullAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicNames.requireValid(""))
			.withMessageContaining("Topic \"\" is empty");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicNames.requireValid(null))
			.withMessageContaining("Topic is null");
	}

	@Test
	void nulIsRefusedAndShownEscaped() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicNames.requireValid("a\u0000b\n"))
			.withMessageContaining("\"a\\u0000b\\u000A\" contains NUL at index 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x\ud83d", "x\ude00", "x\ud83dy", "x\ude00\ud83d" })
	void aLoneSurrogateIsRefusedAndShownEscaped(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicNames.requireUtf8("User property", value))
			.withMessageStartingWith("User property \"x\\uD")
			.withMessageNotContaining(value)
			.withMessageContaining("lone surrogate at index 1");
	}

	@Test
	void anEmptyPropertyIsAString() {
		assertThat(TopicNames.requireUtf8("Content type", "")).isEmpty();
		assertThat(TopicNames.requireUtf8("Content type", "a+b/#")).isEqualTo("a+b/#");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "\u00e9", "\u20ac", "\ud83d\ude00" })
	void lengthIsCountedInBytes(String character) {
		int bytes = character.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
		String longest = character.repeat(65_535 / bytes) + "a".repeat(65_535 % bytes);
		assertThat(TopicNames.requireValid(longest)).isSameAs(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> TopicNames.requireValid(longest + "a"))
			.withMessageContaining("has 65536 bytes")
			.withMessageContaining("Topic \"" + character.repeat(100))
			.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(400));
	}

	@Test
	void whatWouldDisturbATerminalIsEscaped() {
		assertThat(Shown.of("\u001b[31m\u202e\u2028\u200b")).isEqualTo("\"\\u001B[31m\\u202E\\u2028\\u200B\"");
		assertThat(Shown.of("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
		assertThat(Shown.of("a".repeat(121))).isEqualTo("\"" + "a".repeat(120) + "\"... (121 characters)");
	}

}
