package io.mqttdriver.simulation;

import java.nio.charset.StandardCharsets;

import io.mqttdriver.engine.ClientSpec;
import org.jspecify.annotations.Nullable;

/**
 * As whom the driver connects: client ids and credentials.
 */
final class IdBook {

	private static final String FRESH = Settings.CLIENT_ID + "_reconnect_";

	private final Ledger ledger;

	private final Settings settings;

	private boolean used;

	private boolean refused;

	private boolean gaveUp;

	private long lastFresh = -1;

	private int lastPassword = -1;

	private @Nullable String current;

	IdBook(Ledger ledger, Settings settings) {
		this.ledger = ledger;
		this.settings = settings;
	}

	boolean isCurrent(String id) {
		return id.equals(this.current);
	}

	/** Whether rebuilds have ids of their own. */
	boolean isFreshForCertain() {
		return this.settings.freshIds() && !this.refused;
	}

	/** Whether all clients have the configured id. */
	boolean isStableForCertain() {
		return !this.settings.freshIds() || this.gaveUp;
	}

	void accepted() {
		this.used = true;
	}

	void startsOver() {
		this.used = false;
	}

	/** A server refused the id, or the credentials. */
	void refused() {
		this.refused = true;
	}

	void opened(ClientSpec spec, boolean continues) {
		requireNewCredentials(spec);
		String id = spec.clientId();
		if (continues) {
			this.ledger.require(id.equals(this.current), Invariant.CLIENT_IDS,
					() -> "the id changes within an attempt from " + this.current + " to " + id);
			return;
		}
		this.current = id;
		if (id.startsWith(FRESH)) {
			long millis = Long.parseLong(id.substring(FRESH.length()));
			this.ledger.require(this.settings.freshIds() && this.used && !this.gaveUp && millis > this.lastFresh,
					Invariant.CLIENT_IDS, () -> "the fresh id " + id + " after " + this.lastFresh);
			this.lastFresh = millis;
			return;
		}
		this.ledger.require(id.equals(Settings.CLIENT_ID), Invariant.CLIENT_IDS, () -> "the id " + id);
		if (this.settings.freshIds() && this.used) {
			this.ledger.require(this.refused, Invariant.CLIENT_IDS,
					() -> "a rebuild has the configured id although no fresh one was refused");
			this.gaveUp = true;
		}
	}

	private void requireNewCredentials(ClientSpec spec) {
		byte[] password = spec.credentials().password();
		if (this.settings.providesCredentials() && password != null) {
			int number = Integer.parseInt(new String(password, StandardCharsets.UTF_8));
			this.ledger.require(number > this.lastPassword, Invariant.CLIENT_IDS,
					() -> "the credentials were not asked again");
			this.lastPassword = number;
		}
	}

}
