package io.mqttdriver.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.mqttdriver.MqttDriverBuilder.ValidationMode;
import io.mqttdriver.engine.EngineFailure;
import org.jspecify.annotations.Nullable;

/**
 * One client that the driver opened: what it asked, what it was told, and when.
 */
final class ClientLife {

	private final Ledger ledger;

	private final Settings settings;

	private final int number;

	private final long openedAt;

	private final Map<Question, Long> open = new LinkedHashMap<>();

	private @Nullable Question oldest;

	private long oldestSince;

	private long connectedAt = -1;

	private long validatedAt = -1;

	private long provedAt = -1;

	private long lostAt = -1;

	private long closedAt = -1;

	private long firstFilters = -1;

	private boolean subscribed;

	private boolean inUse;

	private @Nullable EngineFailure failure;

	ClientLife(Ledger ledger, Settings settings, int number) {
		this.ledger = ledger;
		this.settings = settings;
		this.number = number;
		this.openedAt = ledger.now();
	}

	void connected() {
		this.connectedAt = this.ledger.now();
	}

	/** Whether it is the first publish of an application. */
	boolean comesIntoUse(Question question) {
		boolean first = question.kind() == Kind.PUBLISH && !this.inUse;
		this.inUse |= first;
		return first;
	}

	void asked(Question question) {
		this.open.put(question, this.ledger.now());
		watchOldest();
		if (question.kind() == Kind.FILTERS && this.firstFilters < 0) {
			this.firstFilters = this.ledger.now();
		}
		if (question.kind() == Kind.FILTERS && this.provedAt == this.ledger.now()) {
			this.provedAt = -1;
		}
	}

	void answered(Question question) {
		this.open.remove(question);
		watchOldest();
		if (question.kind() == Kind.VALIDATION) {
			this.validatedAt = this.ledger.now();
		}
		this.subscribed |= question.kind() == Kind.FILTERS && hasNoFiltersOpen();
		if (this.provedAt < 0 && isProvedNow()) {
			this.provedAt = this.ledger.now();
		}
	}

	/** The first time counts. */
	void lost(EngineFailure failure) {
		if (this.lostAt < 0) {
			this.lostAt = this.ledger.now();
			this.failure = failure;
		}
	}

	void closed() {
		this.closedAt = this.ledger.now();
	}

	/** What waited is on its way only now. */
	void resumed() {
		this.oldestSince = this.ledger.now();
	}

	private void watchOldest() {
		Question first = publishes().stream().findFirst().orElse(null);
		if (!Objects.equals(first, this.oldest)) {
			this.oldest = first;
			this.oldestSince = this.ledger.now();
		}
	}

	/** Those in flight, in the order of sending. */
	List<Question> publishes() {
		return this.open.keySet().stream().filter((question) -> question.kind() == Kind.PUBLISH).toList();
	}

	/** The oldest publish in flight; or none. */
	@Nullable Question oldest() {
		return this.oldest;
	}

	/** How long it has been the oldest. */
	long oldestFor() {
		return this.ledger.now() - this.oldestSince;
	}

	int number() {
		return this.number;
	}

	long openedAt() {
		return this.openedAt;
	}

	long closedAt() {
		return this.closedAt;
	}

	boolean isClosed() {
		return this.closedAt >= 0;
	}

	boolean wasLost() {
		return this.lostAt >= 0;
	}

	boolean wasConnected() {
		return this.connectedAt >= 0;
	}

	/** Connected, and neither lost nor closed. */
	boolean isUp() {
		return wasConnected() && !wasLost() && !isClosed();
	}

	@Nullable EngineFailure failure() {
		return this.failure;
	}

	int reasonCode() {
		return (this.failure != null) ? this.failure.reasonCode() : EngineFailure.NO_CODE;
	}

	/** Whether it may be closed because an answer is late. */
	boolean waitsForTooLong() {
		if (!wasConnected()) {
			return this.ledger.isOver(this.openedAt, this.settings.connectTimeout().toNanos());
		}
		return this.open.entrySet().stream().anyMatch((one) -> isTooOld(one.getKey().kind(), one.getValue()));
	}

	private boolean isTooOld(Kind kind, long since) {
		return this.ledger.isOver(since, switch (kind) {
			case PUBLISH -> this.settings.publishTimeout().toNanos();
			case FILTERS -> this.settings.connectTimeout().toNanos();
			case VALIDATION -> this.settings.validationTimeout().toNanos();
		});
	}

	/** Connected, but not validated. */
	boolean isUnvalidated() {
		return wasConnected() && this.validatedAt < 0 && this.settings.validation() != ValidationMode.NONE;
	}

	/** The filters of the beginning are answered, if there were any. */
	boolean isSubscribed() {
		return this.subscribed || this.firstFilters < 0
				|| this.firstFilters > Math.max(this.connectedAt, this.validatedAt);
	}

	/** For certain an attempt that succeeded: validated earlier, and no filter open. */
	boolean isProved() {
		return isProvedNow() && Math.max(this.connectedAt, this.validatedAt) < this.ledger.now();
	}

	/** Connected for so long that it was not to be proved. */
	boolean isUpUnproved() {
		return this.ledger.now() - this.connectedAt > 2 * this.settings.validationTimeout().toNanos()
				&& hasNoFiltersOpen();
	}

	private boolean isProvedNow() {
		boolean validated = (this.settings.validation() == ValidationMode.NONE) ? wasConnected()
				: this.validatedAt >= 0;
		return validated && hasNoFiltersOpen();
	}

	private boolean hasNoFiltersOpen() {
		return this.open.keySet().stream().noneMatch((question) -> question.kind() == Kind.FILTERS);
	}

	/** For certain. */
	boolean wasStable() {
		return this.provedAt >= 0 && this.ledger.now() - this.provedAt >= this.settings.stableAfter().toNanos();
	}

	@Override
	public String toString() {
		return "client " + this.number;
	}

	/** What kind of answer is waited for. */
	enum Kind {

		PUBLISH, FILTERS, VALIDATION

	}

	/**
	 * A question to the server.
	 */
	record Question(Kind kind, long token, String payload) {
	}

}
