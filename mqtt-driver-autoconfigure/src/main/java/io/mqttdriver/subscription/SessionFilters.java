package io.mqttdriver.subscription;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What the session at the server may have, wanted or not, over any number of clients: a
 * kept session has to be told to forget what went during an outage. Confined to the
 * connection's thread.
 */
final class SessionFilters {

	private final Set<String> filters = new LinkedHashSet<>();

	private boolean served;

	/** A client begins with its session. */
	void opened(boolean sessionPresent) {
		this.served = true;
		if (!sessionPresent) {
			this.filters.clear();
		}
	}

	/** There is no client. */
	void closed() {
		this.served = false;
	}

	void asked(String filter) {
		this.filters.add(filter);
	}

	void forgotten(Collection<String> gone) {
		this.filters.removeAll(gone);
	}

	List<String> all() {
		return List.copyOf(this.filters);
	}

	/** Whether there may be a session that knows nothing of what is changed now. */
	boolean isLeftBehind() {
		return !this.served && !this.filters.isEmpty();
	}

}
