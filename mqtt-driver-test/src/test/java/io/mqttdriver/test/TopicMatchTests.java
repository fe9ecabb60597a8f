package io.mqttdriver.test;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TopicMatchTests {

	@ParameterizedTest
	@CsvSource({ "a,a", "a/b,a/b", "+,a", "a/+,a/", "+/+,/a", "#,a/b", "a/#,a", "a/#,a/b/c", "+/#,/", "$SYS/#,$SYS/a",
			"$share/g/a/+,a/b", "$share/g//a,/a" })
	void itMatches(String filter, String topic) {
		assertThat(TopicMatch.matches(filter, topic)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "a,b", "a,A", "a,a/", "a,/a", "+,a/b", "+,/a", "a/+,a", "a/#,ab", "#,$SYS/a", "+/a,$SYS/a",
			"$share/g/a,g/a", "a/b,a" })
	void itDoesNotMatch(String filter, String topic) {
		assertThat(TopicMatch.matches(filter, topic)).isFalse();
	}

}
