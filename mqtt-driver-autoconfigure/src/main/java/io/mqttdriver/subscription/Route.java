package io.mqttdriver.subscription;

import java.util.List;

/**
 * Where the messages of a filter go.
 *
 * @param group of the filter, 1 and up
 * @param doubt whether messages come by this filter
 * @param targets each once
 */
record Route<S>(int group, Doubt doubt, List<S> targets) {

	/** Of the routes of one target, the one whose copy of a message it gets. */
	Route<S> surer(Route<S> other) {
		int order = this.doubt.compareTo(other.doubt);
		return (order < 0 || (order == 0 && this.group < other.group)) ? this : other;
	}

	/**
	 * Whether messages come by a filter, the surest first.
	 */
	enum Doubt {

		/** Granted, or not refused yet. */
		NONE,

		/** Granted by the current server, but the one before it refused. */
		REFUSED_BEFORE,

		/** Refused. */
		REFUSED

	}

}
