package io.mqttdriver.topic;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

class TopicTemplateTests {

	@ParameterizedTest
	@CsvSource({ "plant/{id}/state, plant/+/state", "{id}, +", "{*rest}, #", "log/{*rest}, log/#", "/{a}//{b}/, /+//+/",
			"+/{id}/#, +/+/#", "$share/g/{id}/{*all}, $share/g/+/#", "a/b, a/b", "{client-id}/{a.b_C9}, +/+",
			"$SYS/{*rest}, $SYS/#" })
	void aTemplateIsAFilter(String template, String filter) {
		assertThat(TopicTemplate.parse(template).filter()).isEqualTo(TopicFilter.of(filter));
		assertThat(TopicTemplate.parse(template)).hasToString(template);
		assertThat(TopicTemplate.parse(template).hasVariables()).isEqualTo(template.contains("{"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a{b}c", "a{b}", "{b}c", "{a}{b}", "{", "}", "a/{", "a/}b", "{a", "a}", "}{", "{{a}}",
			"{}", "{*}", "a/{}/b", "{a b}", "{id:[0-9]+}", "{a*}", "{**a}", "{a}/{a}", "{a}/{*a}", "{*rest}/x",
			"{*rest}/", "${x}", "a/#/{b}", "{a}/b+", "$share/{g}/x", "$share/g", "$share//{x}", "$share/{g}" })
	void aMalformedTemplateIsRefusedByName(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.parse(template))
			.withMessageContaining(" \"" + template + "\" ")
			.withMessageContaining(": ");
	}

	@Test
	void aTemplateIsAStringOfMqtt() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.parse("{a}/\u0000"))
			.withMessageContaining("Topic template \"{a}/\\u0000\" contains NUL");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.parse(null))
			.withMessageContaining("Topic template is null");
	}

	@Test
	void variablesAreTakenFromTheTopicInOrder() {
		TopicTemplate template = TopicTemplate.parse("$share/g/{plant}/+/{id}/state/{*rest}");
		assertThat(template.variableNames()).containsExactly("plant", "id", "rest");
		assertThat(template.variables("p/x/7/state/a//b")).containsExactly(entry("plant", "p"), entry("id", "7"),
				entry("rest", "a//b"));
		assertThat(template.variables("/x//state")).containsExactly(entry("plant", ""), entry("id", ""),
				entry("rest", ""));
	}

	@ParameterizedTest
	@CsvSource({ "a, ''", "a/, ''", "a/b, b", "a//, /", "a/b/c/, b/c/" })
	void theRestIsWhatRemains(String topic, String rest) {
		assertThat(TopicTemplate.parse("a/{*rest}").variables(topic)).containsExactly(entry("rest", rest));
	}

	@Test
	void theRestOfNothingIsTheTopic() {
		assertThat(TopicTemplate.parse("{*rest}").variables("a/b")).containsExactly(entry("rest", "a/b"));
		assertThat(TopicTemplate.parse("{first}/{*rest}").variables("a")).containsExactly(entry("first", "a"),
				entry("rest", ""));
		assertThat(TopicTemplate.parse("a/+").variables("a/b")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "a/{id}, b/c", "a/{id}, a", "{id}/#, $SYS/x", "{*rest}, $SYS", "a, b" })
	void aTopicThatDoesNotMatchIsRefusedByName(String template, String topic) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.parse(template).variables(topic))
			.withMessageContaining("\"" + topic + "\"")
			.withMessageContaining("\"" + template + "\"");
	}

	@ParameterizedTest
	@CsvSource({ "dlt/{topic}, dlt/plant/1/state", "reply/{id}, reply/7", "x-{id}-y/{id}, x-7-y/7", "a/b, a/b",
			"{topic}, plant/1/state", "{braces}, {id}", "{empty}/a{empty}, /a" })
	void aTemplateIsExpanded(String template, String topic) {
		Map<String, String> values = Map.of("topic", "plant/1/state", "id", "7", "braces", "{id}", "empty", "");
		assertThat(TopicTemplate.expand(template, values::get)).isEqualTo(topic);
	}

	@Test
	void aMissingValueIsRefusedByName() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TopicTemplate.expand("a/{one}/{two}", Map.of("one", "1")::get))
			.withMessageContaining("\"a/{one}/{two}\"")
			.withMessageContaining("'two'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/{", "a}", "}{", "{}", "{a{b}", "{a b}", "{*rest}" })
	void aMalformedTemplateIsNotExpanded(String template) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.expand(template, (name) -> "x"))
			.withMessageContaining("Topic template \"" + template + "\" ");
	}

	@ParameterizedTest
	@CsvSource({ "a/{v}, x+, a/x+", "a/{v}, #, a/#", "+/{v}, x, +/x", "{v}, '', ''" })
	void whatIsExpandedIsATopicName(String template, String value, String result) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicTemplate.expand(template, (name) -> value))
			.withMessageContaining("Topic \"" + result + "\" ");
	}

}
