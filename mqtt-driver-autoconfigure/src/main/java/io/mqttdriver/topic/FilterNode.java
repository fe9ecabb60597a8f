package io.mqttdriver.topic;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * A node of the trie: what filters say after the levels that lead here. Immutable, for
 * any thread.
 *
 * @param <V> the type of the values
 * @param literals the children by name
 * @param one the child for {@code +}
 * @param ending values of filters that end here
 * @param rest values of filters that go on with {@code #}, which matches here too
 */
record FilterNode<V>(LevelMap<FilterNode<V>> literals, @Nullable FilterNode<V> one, List<V> ending, List<V> rest) {

	static <V> FilterNode<V> empty() {
		return new FilterNode<>(LevelMap.empty(), null, List.of(), List.of());
	}

	boolean isEmpty() {
		return this.one == null && this.ending.isEmpty() && this.rest.isEmpty() && this.literals.isEmpty();
	}

	/** The child for the very level, wildcards taken as they are written. */
	FilterNode<V> child(Levels level) {
		FilterNode<V> child = level.isOne() ? this.one : this.literals.get(level);
		return (child != null) ? child : empty();
	}

	/**
	 * With this child for the level.
	 * @param literal the name of the level, null for {@code +}
	 * @param child the child, dropped if it is empty
	 */
	FilterNode<V> withChild(@Nullable String literal, FilterNode<V> child) {
		if (literal == null) {
			return new FilterNode<>(this.literals, child.isEmpty() ? null : child, this.ending, this.rest);
		}
		LevelMap<FilterNode<V>> changed = child.isEmpty() ? this.literals.without(literal)
				: this.literals.with(literal, child);
		return new FilterNode<>(changed, this.one, this.ending, this.rest);
	}

	FilterNode<V> changeEnding(UnaryOperator<List<V>> change) {
		return new FilterNode<>(this.literals, this.one, change.apply(this.ending), this.rest);
	}

	FilterNode<V> changeRest(UnaryOperator<List<V>> change) {
		return new FilterNode<>(this.literals, this.one, this.ending, change.apply(this.rest));
	}

	/** Adds the children that can match what the level can match. */
	void meeting(Levels level, List<FilterNode<V>> children) {
		if (level.isOne()) {
			this.literals.forEach((literal, child) -> {
				if (!level.isHidden(literal)) {
					children.add(child);
				}
			});
		}
		else {
			FilterNode<V> child = this.literals.get(level);
			if (child != null) {
				children.add(child);
			}
		}
		if (this.one != null && !level.isHidden()) {
			children.add(this.one);
		}
	}

	void addChildren(List<FilterNode<V>> children) {
		this.literals.forEach((literal, child) -> children.add(child));
		if (this.one != null) {
			children.add(this.one);
		}
	}

	void acceptEnding(Consumer<? super V> found) {
		this.ending.forEach(found);
	}

	void acceptRest(Consumer<? super V> found) {
		this.rest.forEach(found);
	}

}
