package io.mqttdriver.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Values by topic filter, found by topic. A look-up takes time by the levels of the topic
 * and by what it finds, not by the number of filters. Immutable: {@link #with} and
 * {@link #without} give another trie that shares most of this one, so that any thread may
 * read while one makes the next. No recursion: a filter may have any depth.
 *
 * @param <V> the type of the values
 */
public final class FilterTrie<V> {

	private final FilterNode<V> root;

	private FilterTrie(FilterNode<V> root) {
		this.root = root;
	}

	/** A trie without filters. */
	public static <V> FilterTrie<V> empty() {
		return new FilterTrie<>(FilterNode.empty());
	}

	/** Whether there is no filter. */
	public boolean isEmpty() {
		return this.root.isEmpty();
	}

	/** This trie and one more value; a value that is added twice is found twice. */
	public FilterTrie<V> with(TopicFilter filter, V value) {
		return change(filter, (values) -> {
			List<V> more = new ArrayList<>(values);
			more.add(value);
			return List.copyOf(more);
		});
	}

	/** This trie without one occurrence of the value, if the filter has it. */
	public FilterTrie<V> without(TopicFilter filter, V value) {
		return change(filter, (values) -> {
			List<V> fewer = new ArrayList<>(values);
			return fewer.remove(value) ? List.copyOf(fewer) : values;
		});
	}

	/** The values of all filters that match the topic, in no particular order. */
	public List<V> match(String topic) {
		List<V> found = new ArrayList<>();
		match(topic, found::add);
		return found;
	}

	/** Calls with the values of all filters that match the topic, in no given order. */
	public void match(String topic, Consumer<? super V> found) {
		walk(Levels.ofTopic(topic), found);
	}

	/** Calls with the values of all filters that overlap the given one. */
	void overlapping(TopicFilter filter, Consumer<? super V> found) {
		walk(filter.levels(), found);
	}

	private void walk(Levels levels, Consumer<? super V> found) {
		List<FilterNode<V>> here = new ArrayList<>();
		List<FilterNode<V>> below = new ArrayList<>();
		here.add(this.root);
		while (levels.next() && !here.isEmpty()) {
			if (levels.isRest()) {
				everything(here, found);
				return;
			}
			for (FilterNode<V> node : here) {
				node.acceptRest(found);
				node.meeting(levels, below);
			}
			here.clear();
			List<FilterNode<V>> swap = here;
			here = below;
			below = swap;
		}
		for (FilterNode<V> node : here) {
			node.acceptRest(found);
			node.acceptEnding(found);
		}
	}

	private static <V> void everything(List<FilterNode<V>> nodes, Consumer<? super V> found) {
		while (!nodes.isEmpty()) {
			FilterNode<V> node = nodes.remove(nodes.size() - 1);
			node.acceptRest(found);
			node.acceptEnding(found);
			node.addChildren(nodes);
		}
	}

	private FilterTrie<V> change(TopicFilter filter, UnaryOperator<List<V>> change) {
		List<Step<V>> path = new ArrayList<>();
		FilterNode<V> node = this.root;
		Levels levels = filter.levels();
		while (levels.next() && !levels.isRest()) {
			path.add(new Step<>(node, levels.isOne() ? null : levels.level()));
			node = node.child(levels);
		}
		node = levels.isRest() ? node.changeRest(change) : node.changeEnding(change);
		for (int i = path.size() - 1; i >= 0; i--) {
			node = path.get(i).node().withChild(path.get(i).literal(), node);
		}
		return new FilterTrie<>(node);
	}

	/** A step on the way down to a filter's node; null is {@code +}. */
	private record Step<V>(FilterNode<V> node, @Nullable String literal) {
	}

}
