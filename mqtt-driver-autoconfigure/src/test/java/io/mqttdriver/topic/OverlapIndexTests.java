package io.mqttdriver.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OverlapIndexTests {

	/** What overlaps is shown naively by {@link TopicFilterTests}. */
	@Test
	void everyFilterOfASmallWorldFindsItsOverlaps() {
		List<TopicFilter> filters = new ArrayList<>(NaiveTopics.filters(3).stream().map(TopicFilter::of).toList());
		NaiveTopics.filters(1).forEach((filter) -> filters.add(TopicFilter.of("$share/g/" + filter)));
		OverlapIndex index = new OverlapIndex();
		filters.forEach(index::add);
		for (TopicFilter filter : filters) {
			assertThat(index.overlapping(filter)).as("overlapping %s", filter)
				.containsExactlyInAnyOrderElementsOf(
						filters.stream().filter((other) -> !other.equals(filter) && other.overlaps(filter)).toList());
		}
	}

	@Test
	void anIndexAgreesWithTheTopicsMatchedWhileItChanges() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		List<String> topics = NaiveTopics.topics(5);
		List<TopicFilter> filters = new ArrayList<>();
		OverlapIndex index = new OverlapIndex();
		for (int i = 0; i < 500; i++) {
			TopicFilter change = TopicFilter.of(NaiveTopics.randomFilter(random));
			assertThat(index.remove(change)).as("%s removed, seed %d", change, seed).isEqualTo(filters.remove(change));
			if (random.nextInt(3) > 0) {
				assertThat(index.add(change)).isTrue();
				assertThat(index.add(change)).isFalse();
				filters.add(change);
			}
			TopicFilter asked = TopicFilter.of(NaiveTopics.randomFilter(random));
			var matched = NaiveTopics.matched(asked.filter(), topics);
			assertThat(index.overlapping(asked)).as("overlapping %s in %s, seed %d", asked, filters, seed)
				.containsExactlyInAnyOrderElementsOf(filters.stream()
					.filter((other) -> !other.equals(asked)
							&& matched.intersects(NaiveTopics.matched(other.filter(), topics)))
					.toList());
		}
	}

	@Test
	void filtersOfOnePatternOverlapButNotThemselves() {
		OverlapIndex index = new OverlapIndex();
		index.add(TopicFilter.of("a/+"));
		index.add(TopicFilter.of("$share/g/a/+"));
		index.add(TopicFilter.of("$share/h/a/+"));
		assertThat(index.overlapping(TopicFilter.of("$share/g/a/+"))).containsExactlyInAnyOrder(TopicFilter.of("a/+"),
				TopicFilter.of("$share/h/a/+"));
		index.remove(TopicFilter.of("a/+"));
		assertThat(index.overlapping(TopicFilter.of("a/b"))).containsExactlyInAnyOrder(TopicFilter.of("$share/g/a/+"),
				TopicFilter.of("$share/h/a/+"));
	}

	@Test
	void tenThousandFiltersAreEachAsked() {
		OverlapIndex index = new OverlapIndex();
		List<TopicFilter> filters = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			filters.add(TopicFilter.of("site/" + i + "/dev/+/state"));
		}
		filters.forEach(index::add);
		TopicFilter odd = TopicFilter.of("site/17/+/x/state");
		index.add(odd);
		for (TopicFilter filter : filters) {
			assertThat(index.overlapping(filter))
				.isEqualTo(filter.filter().startsWith("site/17/") ? List.of(odd) : List.of());
		}
		assertThat(index.overlapping(TopicFilter.of("#"))).hasSize(10_001);
	}

}
