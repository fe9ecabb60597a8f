package io.mqttdriver.topic;

import java.util.BitSet;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TopicFilterTests {

	/** The examples of MQTT 5, 4.7.1.2, 4.7.1.3, 4.7.2 and 4.7.3. */
	@ParameterizedTest
	@CsvSource({ "sport/tennis/player1/#, sport/tennis/player1, true",
			"sport/tennis/player1/#, sport/tennis/player1/ranking, true",
			"sport/tennis/player1/#, sport/tennis/player1/score/wimbledon, true", "sport/#, sport, true",
			"#, sport/tennis, true", "sport/tennis/#, sport/tennis, true", "sport/tennis/+, sport/tennis/player1, true",
			"sport/tennis/+, sport/tennis/player2, true", "sport/tennis/+, sport/tennis/player1/ranking, false",
			"sport/+, sport, false", "sport/+, sport/, true", "+, sport, true", "+/tennis/#, sport/tennis, true",
			"sport/+/player1, sport/tennis/player1, true", "+/+, /finance, true", "/+, /finance, true",
			"+, /finance, false", "#, $SYS/x, false", "+/monitor/Clients, $SYS/monitor/Clients, false",
			"$SYS/#, $SYS/x, true", "$SYS/#, $SYS, true", "$SYS/monitor/+, $SYS/monitor/Clients, true",
			"ACCOUNTS, Accounts, false", "/finance, finance, false", "Accounts payable, Accounts payable, true",
			"/, /, true", "$share/consumer1/sport/tennis/+, sport/tennis/player1, true",
			"$share/consumer1//finance, /finance, true", "$share/consumer1//finance, finance, false",
			"$share/g/#, $SYS/x, false" })
	void theSpecificationsExamplesHold(String filter, String topic, boolean matches) {
		assertThat(TopicFilter.of(filter).matches(topic)).isEqualTo(matches);
		assertThat(NaiveTopics.matches(filter, topic)).isEqualTo(matches);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a+/b", "+a", "a/b+", "#/a", "a/#/b", "a#", "a/b#", "##", "++", "sport+",
			"sport/tennis#", "sport/tennis/#/ranking", "$share//x", "$share/g+/x", "$share/g#/x", "$share/+/x",
			"$share/#/x", "$share/g", "$share/g/", "$share/", "$share/g/a+", "$share/g/#/a" })
	void aMalformedFilterIsRefusedByName(String filter) {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(filter))
			.withMessageContaining("Topic filter \"" + filter + "\" ")
			.withMessageMatching(".*: .* \\(MQTT 5, section 4\\..*\\)");
	}

	@Test
	void aFilterIsAStringOfMqtt() {
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of(null)).withMessageContaining("is null");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of("a\u0000/+"))
			.withMessageContaining("Topic filter \"a\\u0000/+\"");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of("a\ud800"))
			.withMessageContaining("Topic filter \"a\\uD800\"");
		assertThatIllegalArgumentException().isThrownBy(() -> TopicFilter.of("a".repeat(65_536)))
			.withMessageContaining("Topic filter \"aaa")
			.withMessageContaining("65536 bytes");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "a/+, -, a/+, true", "$share/g/a/b, g, a/b, false", "$share/a b//, a b, /, false",
					"$share/g/$share/h/#, g, $share/h/#, true", "$share, -, $share, false",
					"$shared/g/x, -, $shared/g/x, false", "$queue/x, -, $queue/x, false", "#, -, #, true" })
	void aFilterHasGroupAndPattern(String text, String group, String pattern, boolean wildcard) {
		TopicFilter filter = TopicFilter.of(text);
		assertThat(filter.filter()).isEqualTo(text);
		assertThat(filter.group()).isEqualTo(group);
		assertThat(filter.pattern()).isEqualTo(pattern);
		assertThat(filter.hasWildcard()).isEqualTo(wildcard);
		assertThat(filter).hasToString(text);
	}

	@Test
	void filtersAreEqualByTheirString() {
		assertThat(TopicFilter.of("a/+")).isEqualTo(TopicFilter.of("a/+")).hasSameHashCodeAs(TopicFilter.of("a/+"));
		assertThat(TopicFilter.of("#")).isNotEqualTo(TopicFilter.of("+/#"));
		assertThat(TopicFilter.of("$share/g/a")).isNotEqualTo(TopicFilter.of("a"));
	}

	@Test
	void anInvalidTopicFromTheWireIsTakenLiterally() {
		assertThat(TopicFilter.of("a").matches("+")).isFalse();
		assertThat(TopicFilter.of("a/b").matches("#")).isFalse();
		assertThat(TopicFilter.of("+").matches("#")).isTrue();
		assertThat(TopicFilter.of("#").matches("")).isFalse();
		assertThat(TopicFilter.of("+").matches("")).isFalse();
	}

	@Test
	void matchingAgreesWithTheNaiveMatcher() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		int matching = 0;
		for (int i = 0; i < 100_000; i++) {
			String filter = NaiveTopics.randomFilter(random);
			String topic = NaiveTopics.randomTopic(random);
			boolean matches = NaiveTopics.matches(filter, topic);
			matching += matches ? 1 : 0;
			assertThat(TopicFilter.of(filter).matches(topic)).as("%s and %s, seed %d", filter, topic, seed)
				.isEqualTo(matches);
		}
		assertThat(matching).as("matching pairs, seed %d", seed).isBetween(5_000, 95_000);
	}

	/** Every pair of filters in a small world, against the topics that each matches. */
	@Test
	void overlapAndCoveringAgreeWithTheTopicsMatched() {
		List<String> topics = NaiveTopics.topics(5);
		List<TopicFilter> filters = NaiveTopics.filters(3).stream().map(TopicFilter::of).toList();
		List<BitSet> matched = filters.stream().map((filter) -> NaiveTopics.matched(filter.filter(), topics)).toList();
		for (int i = 0; i < filters.size(); i++) {
			for (int j = 0; j < filters.size(); j++) {
				TopicFilter one = filters.get(i);
				TopicFilter other = filters.get(j);
				BitSet beyond = (BitSet) matched.get(j).clone();
				beyond.andNot(matched.get(i));
				assertThat(one.overlaps(other)).as("%s overlaps %s", one, other)
					.isEqualTo(matched.get(i).intersects(matched.get(j)));
				assertThat(one.covers(other)).as("%s covers %s", one, other).isEqualTo(beyond.isEmpty());
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "$share/g/a/+, a/b, true, true", "$share/g/a, $share/h/a, true, true",
			"$share/g/a, $share/g/b, false, false", "#, $share/g/$SYS/x, false, false", "+/#, #, true, true",
			"a/+/#, a/#, true, false", "+, /#, false, false", "/+/#, /#, true, true", "//+/#, //#, true, false" })
	void groupsDontMatterToOverlapAndCovering(String one, String other, boolean overlaps, boolean covers) {
		assertThat(TopicFilter.of(one).overlaps(TopicFilter.of(other))).isEqualTo(overlaps);
		assertThat(TopicFilter.of(other).overlaps(TopicFilter.of(one))).isEqualTo(overlaps);
		assertThat(TopicFilter.of(one).covers(TopicFilter.of(other))).isEqualTo(covers);
	}

}
