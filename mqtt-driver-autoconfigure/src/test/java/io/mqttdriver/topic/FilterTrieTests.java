package io.mqttdriver.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FilterTrieTests {

	@Test
	void valuesAreFoundByTopic() {
		FilterTrie<String> trie = trie("a/+", "a/#", "#", "a/b", "a", "$SYS/#", "$share/g/+/b");
		assertThat(trie.match("a/b")).containsExactlyInAnyOrder("a/+", "a/#", "#", "a/b", "$share/g/+/b");
		assertThat(trie.match("a")).containsExactlyInAnyOrder("a/#", "#", "a");
		assertThat(trie.match("a/")).containsExactlyInAnyOrder("a/+", "a/#", "#");
		assertThat(trie.match("$SYS")).containsExactly("$SYS/#");
		assertThat(trie.match("/")).containsExactly("#");
		assertThat(trie.match("")).isEmpty();
	}

	@Test
	void anInvalidTopicFromTheWireIsTakenLiterally() {
		FilterTrie<String> trie = trie("a", "b/c", "+");
		assertThat(trie.match("+")).containsExactly("+");
		assertThat(trie.match("#")).containsExactly("+");
		assertThat(trie.match("b/+")).isEmpty();
	}

	@Test
	void aTrieAgreesWithTheNaiveMatcherWhileItChanges() {
		long seed = new Random().nextLong();
		Random random = new Random(seed);
		List<String> filters = new ArrayList<>();
		FilterTrie<String> trie = FilterTrie.empty();
		for (int i = 0; i < 20_000; i++) {
			if (filters.size() > random.nextInt(100)) {
				String gone = filters.remove(random.nextInt(filters.size()));
				trie = trie.without(TopicFilter.of(gone), gone);
			}
			else {
				String added = NaiveTopics.randomFilter(random);
				filters.add(added);
				trie = trie.with(TopicFilter.of(added), added);
			}
			String topic = NaiveTopics.randomTopic(random);
			assertThat(trie.match(topic)).as("%s in %s, seed %d", topic, filters, seed)
				.containsExactlyInAnyOrderElementsOf(
						filters.stream().filter((filter) -> NaiveTopics.matches(filter, topic)).toList());
		}
		for (String filter : filters) {
			trie = trie.without(TopicFilter.of(filter), filter);
		}
		assertThat(trie.isEmpty()).as("seed %d", seed).isTrue();
	}

	@Test
	void anOlderTrieKeepsItsAnswers() {
		FilterTrie<String> old = trie("a/+", "a/b");
		FilterTrie<String> next = old.with(TopicFilter.of("#"), "#").without(TopicFilter.of("a/b"), "a/b");
		assertThat(old.match("a/b")).containsExactlyInAnyOrder("a/+", "a/b");
		assertThat(next.match("a/b")).containsExactlyInAnyOrder("a/+", "#");
	}

	@Test
	void aValueAddedTwiceIsFoundTwiceAndGoesByTwoRemovals() {
		TopicFilter filter = TopicFilter.of("a");
		FilterTrie<String> trie = FilterTrie.<String>empty().with(filter, "x").with(filter, "x");
		assertThat(trie.match("a")).containsExactly("x", "x");
		assertThat(trie.without(filter, "x").match("a")).containsExactly("x");
		assertThat(trie.without(filter, "x").without(filter, "x").isEmpty()).isTrue();
	}

	@Test
	void removingWhatIsNotThereChangesNothing() {
		FilterTrie<String> trie = trie("a/b", "#").without(TopicFilter.of("a/b"), "y")
			.without(TopicFilter.of("a/c/+/#"), "x")
			.without(TopicFilter.of("a"), "a");
		assertThat(trie.match("a/b")).containsExactlyInAnyOrder("a/b", "#");
		assertThat(trie.without(TopicFilter.of("a/b"), "a/b").without(TopicFilter.of("#"), "#").isEmpty()).isTrue();
	}

	@Test
	void manyNamesOnOneLevelAreAllFoundAndAllRemoved() {
		FilterTrie<Integer> trie = FilterTrie.empty();
		for (int i = 0; i < 10_000; i++) {
			trie = trie.with(TopicFilter.of("site/" + i + "/state"), i);
		}
		for (int i = 0; i < 10_000; i++) {
			assertThat(trie.match("site/" + i + "/state")).containsExactly(i);
		}
		assertThat(trie.match("site/10000/state")).isEmpty();
		for (int i = 0; i < 10_000; i++) {
			trie = trie.without(TopicFilter.of("site/" + i + "/state"), i);
			assertThat(trie.match("site/" + i + "/state")).isEmpty();
		}
		assertThat(trie.isEmpty()).isTrue();
	}

	@Test
	void namesWithOneHashCodeAreKeptApart() {
		assertThat("AaAa").hasSameHashCodeAs("BBBB").hasSameHashCodeAs("AaBB");
		FilterTrie<String> trie = trie("AaAa", "BBBB", "AaBB", "C");
		for (String name : List.of("AaAa", "BBBB", "AaBB", "C")) {
			assertThat(trie.match(name)).containsExactly(name);
		}
		assertThat(trie.match("BBAa")).isEmpty();
		trie = trie.without(TopicFilter.of("BBBB"), "BBBB").without(TopicFilter.of("C"), "C");
		assertThat(trie.match("BBBB")).isEmpty();
		assertThat(trie.match("AaAa")).containsExactly("AaAa");
		trie = trie.without(TopicFilter.of("AaAa"), "AaAa");
		assertThat(trie.match("AaBB")).containsExactly("AaBB");
		assertThat(trie.without(TopicFilter.of("AaBB"), "AaBB").isEmpty()).isTrue();
	}

	@Test
	void theDeepestFilterNeedsNoDeepStack() {
		TopicFilter deepest = TopicFilter.of("+/".repeat(32_766) + "#");
		FilterTrie<String> trie = FilterTrie.<String>empty().with(deepest, "deep").with(TopicFilter.of("a"), "flat");
		assertThat(trie.match("a/".repeat(32_766) + "b")).containsExactly("deep");
		List<String> found = new ArrayList<>();
		trie.overlapping(TopicFilter.of("#"), found::add);
		assertThat(found).containsExactlyInAnyOrder("deep", "flat");
		assertThat(trie.without(deepest, "deep").without(TopicFilter.of("a"), "flat").isEmpty()).isTrue();
	}

	private static FilterTrie<String> trie(String... filters) {
		FilterTrie<String> trie = FilterTrie.empty();
		for (String filter : filters) {
			trie = trie.with(TopicFilter.of(filter), filter);
		}
		return trie;
	}

}
