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

	private boolean used;

	private boolean regrouped;

	/** A client begins with its session, and is asked for all filters. */
	void opened(boolean sessionPresent) {
		this.served = true;
		this.regrouped = false;
		if (!sessionPresent) {
			this.filters.clear();
			this.used = false;
		}
	}

	/** There is no client. */
	void closed() {
		this.served = false;
	}

	void asked(String filter) {
		this.used = true;
		this.filters.add(filter);
	}

	void forgotten(Collection<String> gone) {
		this.filters.removeAll(gone);
	}

	List<String> all() {
		return List.copyOf(this.filters);
	}

	/** Groups of filters are not what the last client was asked for. */
	void regrouped() {
		this.regrouped = this.used;
	}

	/**
	 * Whether messages that a session keeps for the next client may have identifiers of
	 * other groups than those of now. Said once.
	 */
	boolean takeMisleading() {
		boolean misleading = !this.served && this.regrouped;
		this.regrouped &= this.served;
		return misleading;
	}

}
