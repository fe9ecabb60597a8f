package io.mqttdriver.subscription;

import java.util.List;

/**
 * Where the messages of a filter go.
 *
 * @param group of the filter, 1 and up
 * @param standing whether messages come by it
 * @param targets each once
 */
record Route<S>(int group, Standing standing, List<S> targets) {

	/** Of the routes of one target, the one whose copy of a message it gets. */
	Route<S> surer(Route<S> other) {
		int order = this.standing.compareTo(other.standing);
		return (order < 0 || (order == 0 && this.group < other.group)) ? this : other;
	}

}
