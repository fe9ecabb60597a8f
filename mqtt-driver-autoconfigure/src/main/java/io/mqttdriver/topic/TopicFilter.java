package io.mqttdriver.topic;

import org.jspecify.annotations.Nullable;

/**
 * A topic filter as it is subscribed to (MQTT 5, 4.7), shared ones included (4.8.2).
 * Filters are equal if they are the same string. Immutable, for any thread.
 */
public final class TopicFilter {

	private final String filter;

	private final @Nullable String group;

	private final String pattern;

	private TopicFilter(String filter) {
		this.filter = filter;
		this.group = FilterSyntax.group(filter);
		this.pattern = filter.substring(FilterSyntax.patternStart(filter));
	}

	/**
	 * Reads a filter.
	 * @param filter such as {@code plant/+/state}, {@code plant/#} or
	 * {@code $share/workers/plant/+}
	 * @return the filter
	 * @throws IllegalArgumentException if it is malformed; the message names the filter
	 */
	public static TopicFilter of(@Nullable String filter) {
		return of(filter, filter);
	}

	/** Reads a filter that the user wrote otherwise; messages name what was written. */
	static TopicFilter of(@Nullable String filter, @Nullable String written) {
		return new TopicFilter(FilterSyntax.requireValid(filter, written));
	}

	/** The filter as subscribed to, with {@code $share/} and group where it has them. */
	public String filter() {
		return this.filter;
	}

	/** The group (share name) of a shared subscription, or null. */
	public @Nullable String group() {
		return this.group;
	}

	/** The part that is matched against topics: the filter without its group. */
	public String pattern() {
		return this.pattern;
	}

	/** Whether the pattern can match more than one topic. */
	public boolean hasWildcard() {
		return this.pattern.indexOf('+') >= 0 || this.pattern.indexOf('#') >= 0;
	}

	/**
	 * Whether the pattern matches the topic (MQTT 5, 4.7.1 and 4.7.2): empty levels are
	 * levels, {@code a/#} matches {@code a}, a leading wildcard does not match a topic
	 * that begins with {@code $}. An empty topic is matched by nothing.
	 */
	public boolean matches(String topic) {
		return meet(levels(), Levels.ofTopic(topic));
	}

	/** Whether there is a topic that both patterns match. */
	public boolean overlaps(TopicFilter other) {
		return meet(levels(), other.levels());
	}

	/** Whether this pattern matches every topic that the other matches. */
	public boolean covers(TopicFilter other) {
		Levels mine = levels();
		Levels others = other.levels();
		do {
			mine.next();
			others.next();
			if (mine.isRest()) {
				return true;
			}
			if (mine.isEnd() && others.isEnd()) {
				return true;
			}
		}
		while (mine.covers(others));
		return false;
	}

	private static boolean meet(Levels one, Levels other) {
		do {
			one.next();
			other.next();
			if (one.isRest() || other.isRest()) {
				return true;
			}
			if (one.isEnd() && other.isEnd()) {
				return true;
			}
		}
		while (one.meets(other));
		return false;
	}

	Levels levels() {
		return Levels.ofPattern(this.pattern);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof TopicFilter that && this.filter.equals(that.filter);
	}

	@Override
	public int hashCode() {
		return this.filter.hashCode();
	}

	@Override
	public String toString() {
		return this.filter;
	}

}
