package io.mqttdriver.subscription;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What there is to do at a server. Confined to the connection's thread.
 */
final class Change<S> {

	/** To be asked for in any case, if they stand for themselves. */
	private final Set<Wanted<S>> ask = new HashSet<>();

	/** Those to look at that stand for themselves. */
	private final Set<Wanted<S>> due = new LinkedHashSet<>();

	private final List<String> gone = new ArrayList<>();

	Set<Wanted<S>> ask() {
		return this.ask;
	}

	Set<Wanted<S>> due() {
		return this.due;
	}

	/** To be unsubscribed. */
	List<String> gone() {
		return this.gone;
	}

}
