package io.mqttdriver.topic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of filters that can be asked which of them overlap another. Shared filters are
 * judged by their pattern, as a broker sends a message to a group and to ordinary
 * subscribers alike (MQTT 5, 4.8.2). Asking costs by the levels of the filter, by the
 * children at its wildcards, and by what is found. Mutable: for one thread, or guarded.
 */
public final class OverlapIndex {

	private final Set<TopicFilter> filters = new HashSet<>();

	private FilterTrie<TopicFilter> trie = FilterTrie.empty();

	/**
	 * Adds a filter.
	 * @return false if it was there
	 */
	public boolean add(TopicFilter filter) {
		boolean added = this.filters.add(filter);
		if (added) {
			this.trie = this.trie.with(filter, filter);
		}
		return added;
	}

	/**
	 * Removes a filter.
	 * @return false if it was not there
	 */
	public boolean remove(TopicFilter filter) {
		boolean removed = this.filters.remove(filter);
		if (removed) {
			this.trie = this.trie.without(filter, filter);
		}
		return removed;
	}

	/** The filters that overlap the given one, itself left out, in no given order. */
	public List<TopicFilter> overlapping(TopicFilter filter) {
		List<TopicFilter> found = new ArrayList<>();
		this.trie.overlapping(filter, (other) -> {
			if (!other.equals(filter)) {
				found.add(other);
			}
		});
		return found;
	}

}
