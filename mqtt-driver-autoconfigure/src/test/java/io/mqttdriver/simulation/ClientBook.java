package io.mqttdriver.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.MqttDriverBuilder.ValidationMode;
import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.EngineFailure;
import org.jspecify.annotations.Nullable;

/**
 * The clients that the driver opened, one after the other, and what each was asked and
 * told.
 */
final class ClientBook {

	private final Ledger ledger;

	private final Settings settings;

	private final PaceBook pace;

	private final IdBook ids;

	private final List<Life> lives = new ArrayList<>();

	private final Map<String, Integer> stallsOf = new HashMap<>();

	ClientBook(Ledger ledger, Settings settings) {
		this.ledger = ledger;
		this.settings = settings;
		this.pace = new PaceBook(ledger, settings);
		this.ids = new IdBook(ledger, settings);
	}

	PaceBook pace() {
		return this.pace;
	}

	IdBook ids() {
		return this.ids;
	}

	int opened() {
		return this.lives.size();
	}

	private Life of(int client) {
		return this.lives.get(client - 1);
	}

	@Nullable Life last() {
		return this.lives.isEmpty() ? null : this.lives.get(this.lives.size() - 1);
	}

	boolean isClosed(int client) {
		return of(client).closedAt >= 0;
	}

	void opened(int client, ClientSpec spec) {
		Life former = last();
		this.ledger.require(former == null || former.closedAt >= 0, Invariant.EVERY_CLIENT_CLOSED,
				() -> "client " + client + " is opened although the one before is not closed");
		this.ledger.require(this.ledger.operators().isWanted() || this.ledger.operators().isStopping(),
				Invariant.DISCONNECT_ENDS, () -> "client " + client + " is opened on a stopped driver");
		boolean continues = this.pace.opened(client, former, this.ids.isCurrent(spec.clientId()));
		this.ids.opened(spec, continues);
		this.lives.add(new Life(client, this.ledger.now()));
	}

	void connected(int client) {
		of(client).connectedAt = this.ledger.now();
		this.ids.accepted();
	}

	void lost(int client, EngineFailure failure) {
		Life life = of(client);
		if (life.lostAt < 0) {
			life.lostAt = this.ledger.now();
			life.failure = failure;
			if (failure.reasonCode() >= 0x85 && failure.reasonCode() <= 0x87) {
				this.ids.refused();
			}
		}
	}

	void asked(int client, Question question) {
		Life life = of(client);
		this.ledger.require(life.closedAt < 0, Invariant.DEAD_CLIENT_CHANGES_NOTHING,
				() -> "client " + client + " is closed but asked for " + question);
		life.open.put(question, this.ledger.now());
		if (question.kind() == Kind.FILTERS && life.provedAt == this.ledger.now()) {
			life.provedAt = -1;
		}
	}

	void answered(int client, Question question) {
		Life life = of(client);
		life.open.remove(question);
		if (question.kind() == Kind.VALIDATION) {
			life.validatedAt = this.ledger.now();
		}
		if (life.provedAt < 0 && life.isProvedNow()) {
			life.provedAt = this.ledger.now();
		}
	}

	void closing(int client, boolean graceful) {
		Life life = of(client);
		if (life.closedAt >= 0) {
			return;
		}
		life.closedAt = this.ledger.now();
		if (life.lostAt < 0) {
			this.ledger.require(hasCause(life), Invariant.REBUILD_HAS_CAUSE,
					() -> "client " + client + " is closed without a cause; open are " + life.open.keySet());
		}
		life.open.keySet()
			.stream()
			.filter((question) -> question.kind() == Kind.PUBLISH)
			.forEach((question) -> this.stallsOf.merge(question.payload(), 1, Integer::sum));
		this.pace.ended(life, this.ledger.operators());
	}

	/** Why a client that lives may be closed. */
	private boolean hasCause(Life life) {
		OperatorBook operators = this.ledger.operators();
		if (operators.reconnectedSince(life.openedAt) || operators.disconnectedSince(life.openedAt)
				|| operators.isStopping()) {
			return true;
		}
		if (life.connectedAt < 0) {
			return this.ledger.isOver(life.openedAt, this.settings.connectTimeout().toNanos());
		}
		return life.open.entrySet().stream().anyMatch((open) -> isTooOld(open.getKey().kind(), open.getValue()));
	}

	private boolean isTooOld(Kind kind, long since) {
		return this.ledger.isOver(since, switch (kind) {
			case PUBLISH -> this.settings.publishTimeout().toNanos();
			case FILTERS -> this.settings.connectTimeout().toNanos();
			case VALIDATION -> this.settings.validationTimeout().toNanos();
		});
	}

	/** After disconnect(). */
	void stopped() {
		this.pace.stopped();
		requireClosed();
	}

	void startsOver() {
		this.pace.startsOver();
		this.ids.startsOver();
	}

	void operated() {
		this.pace.operated();
	}

	void requireClosed() {
		for (Life life : this.lives) {
			this.ledger.require(life.closedAt >= 0, Invariant.EVERY_CLIENT_CLOSED,
					() -> "client " + life.number + " was never closed");
		}
	}

	/** One client lives, and all others are closed. */
	void requireOneAlive() {
		Life last = last();
		this.ledger.require(last != null && last.closedAt < 0 && last.connectedAt >= 0 && last.lostAt < 0,
				Invariant.COMES_BACK, () -> "there is no connection long after the heal");
	}

	boolean hasLiving() {
		Life last = last();
		return last != null && last.closedAt < 0;
	}

	/** Proved, or connected for so long that it was not to be proved. */
	boolean isConnected() {
		Life last = last();
		if (last == null || last.closedAt >= 0 || last.connectedAt < 0 || last.lostAt >= 0) {
			return false;
		}
		boolean unproved = this.ledger.now() - last.connectedAt > 2 * this.settings.validationTimeout().toNanos()
				&& last.hasNoFiltersOpen();
		return last.isProved() || unproved;
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

	/**
	 * One client.
	 */
	final class Life {

		private final int number;

		private final long openedAt;

		private final Map<Question, Long> open = new LinkedHashMap<>();

		private long connectedAt = -1;

		private long validatedAt = -1;

		private long provedAt = -1;

		private long lostAt = -1;

		private long closedAt = -1;

		private @Nullable EngineFailure failure;

		Life(int number, long openedAt) {
			this.number = number;
			this.openedAt = openedAt;
		}

		int number() {
			return this.number;
		}

		long connectedAt() {
			return this.connectedAt;
		}

		long closedAt() {
			return this.closedAt;
		}

		boolean wasLost() {
			return this.lostAt >= 0;
		}

		int reasonCode() {
			return (this.failure != null) ? this.failure.reasonCode() : EngineFailure.NO_CODE;
		}

		/**
		 * For certain an attempt that succeeded: validated earlier, and no filter open.
		 */
		boolean isProved() {
			return isProvedNow() && Math.max(this.connectedAt, this.validatedAt) < ClientBook.this.ledger.now();
		}

		private boolean isProvedNow() {
			boolean validated = (ClientBook.this.settings.validation() == ValidationMode.NONE) ? this.connectedAt >= 0
					: this.validatedAt >= 0;
			return validated && hasNoFiltersOpen();
		}

		private boolean hasNoFiltersOpen() {
			return this.open.keySet().stream().noneMatch((question) -> question.kind() == Kind.FILTERS);
		}

		/** For certain. */
		boolean wasStable() {
			return this.provedAt >= 0
					&& ClientBook.this.ledger.now() - this.provedAt >= ClientBook.this.settings.stableAfter().toNanos();
		}

		@Nullable EngineFailure failure() {
			return this.failure;
		}

	}

}
