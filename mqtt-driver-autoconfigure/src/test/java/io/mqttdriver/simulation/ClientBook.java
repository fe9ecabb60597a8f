package io.mqttdriver.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.simulation.ClientLife.Question;
import org.jspecify.annotations.Nullable;

/**
 * The clients that the driver opened, one after the other.
 */
final class ClientBook {

	private static final int MOST_DOUBLINGS = 20;

	private static final int MOST_LOSSES_UNVALIDATED = 2;

	private final Ledger ledger;

	private final Settings settings;

	private final PaceBook pace;

	private final IdBook ids;

	private final Endings endings = new Endings();

	private final List<ClientLife> lives = new ArrayList<>();

	private final Map<String, Integer> stallsOf = new HashMap<>();

	private int lossesUnvalidated;

	ClientBook(Ledger ledger, Settings settings) {
		this.ledger = ledger;
		this.settings = settings;
		this.pace = new PaceBook(ledger, settings);
		this.ids = new IdBook(ledger, settings);
	}

	PaceBook pace() {
		return this.pace;
	}

	/** Whether it may be why the server ended connections. */
	boolean mayFail(String payload, MqttPublishRejectedException failure) {
		return this.endings.explain(payload, failure.reasonCode());
	}

	IdBook ids() {
		return this.ids;
	}

	/** How many; the last one's number. */
	int opened() {
		return this.lives.size();
	}

	private ClientLife of(int client) {
		return this.lives.get(client - 1);
	}

	private @Nullable ClientLife last() {
		return this.lives.isEmpty() ? null : this.lives.get(this.lives.size() - 1);
	}

	boolean isClosed(int client) {
		return of(client).isClosed();
	}

	void opened(int client, ClientSpec spec) {
		ClientLife former = last();
		this.ledger.require(former == null || former.isClosed(), Invariant.EVERY_CLIENT_CLOSED,
				() -> "client " + client + " is opened although the one before is not closed");
		this.ledger.require(this.ledger.operators().isWanted() || this.ledger.operators().isStopping(),
				Invariant.DISCONNECT_ENDS, () -> "client " + client + " is opened on a stopped driver");
		String host = spec.uri().getHost();
		this.ledger.require(this.settings.hosts().contains(host) || this.settings.allowedServers().contains(host),
				Invariant.ALLOWED_SERVERS, () -> "client " + client + " is opened to " + spec.uri());
		boolean continues = this.pace.opened(client, former, this.ids.isCurrent(spec.clientId()));
		this.ids.opened(spec, continues);
		this.lives.add(new ClientLife(this.ledger, this.settings, client));
	}

	void connected(int client) {
		of(client).connected();
		this.ids.accepted();
	}

	void lost(int client, EngineFailure failure) {
		of(client).lost(failure);
		this.endings.ended(of(client).publishes(), failure);
		if (failure.reasonCode() >= 0x85 && failure.reasonCode() <= 0x87) {
			this.ids.refused();
		}
	}

	void asked(int client, Question question) {
		ClientLife life = of(client);
		this.ledger.require(!life.isClosed(), Invariant.DEAD_CLIENT_CHANGES_NOTHING,
				() -> life + " is closed but asked for " + question);
		requireStallFound(life);
		if (life.comesIntoUse(question)) {
			requireProved(life);
		}
		life.asked(question);
	}

	void answered(int client, Question question) {
		requireStallFound(of(client));
		of(client).answered(question);
		if (question.kind() == ClientLife.Kind.VALIDATION) {
			this.lossesUnvalidated = 0;
		}
	}

	void closing(int client) {
		ClientLife life = of(client);
		if (life.isClosed()) {
			return;
		}
		requireStallFound(life);
		life.closed();
		this.ledger.require(life.wasLost() || hasCause(life), Invariant.REBUILD_HAS_CAUSE,
				() -> life + " is closed without a cause");
		if (life.wasLost() && life.isUnvalidated()) {
			this.lossesUnvalidated++;
		}
		life.publishes().forEach((question) -> this.stallsOf.merge(question.payload(), 1, Integer::sum));
		this.pace.ended(life);
	}

	/** connect() says that there is a connection. */
	void saidConnected() {
		ClientLife last = last();
		if (last != null && last.isUp()) {
			requireProved(last);
		}
		this.ledger.require(last != null && last.wasConnected(), Invariant.CONNECTED_MEANS_PROVED,
				() -> "connect() is done, but " + last + " never had a CONNACK");
	}

	/** Lost twice running while it was validated, a connection is made without. */
	private void requireProved(ClientLife life) {
		boolean validated = !life.isUnvalidated() || this.lossesUnvalidated >= MOST_LOSSES_UNVALIDATED;
		this.ledger.require(validated && life.wasConnected() && life.isSubscribed(), Invariant.CONNECTED_MEANS_PROVED,
				() -> life + " is in use although it is not " + (validated ? "subscribed" : "validated"));
	}

	/** Why a client that lives may be closed. */
	private boolean hasCause(ClientLife life) {
		OperatorBook operators = this.ledger.operators();
		return operators.reconnectedSince(life.openedAt()) || operators.disconnectedSince(life.openedAt())
				|| operators.isStopping() || life.waitsForTooLong();
	}

	/**
	 * The oldest publish in flight waits for an answer no longer than publish.timeout,
	 * doubled with each rebuild that it may have caused.
	 */
	private void requireStallFound(ClientLife life) {
		Question oldest = life.oldest();
		if (oldest == null || !life.isUp()) {
			return;
		}
		long timeout = this.settings.publishTimeout().toNanos();
		int doublings = Math.min(MOST_DOUBLINGS, this.stallsOf.getOrDefault(oldest.payload(), 0));
		this.ledger.require(life.oldestFor() <= (timeout << doublings) + timeout / 10, Invariant.STALL_FOUND,
				() -> oldest + " of " + life + " has been the oldest for " + life.oldestFor() / 1e9 + " s");
	}

	/** A server that was stalled goes on. */
	void resumed() {
		ClientLife last = last();
		if (last != null) {
			last.resumed();
		}
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
		for (ClientLife life : this.lives) {
			this.ledger.require(life.isClosed(), Invariant.EVERY_CLIENT_CLOSED, () -> life + " was never closed");
		}
	}

	/** One client lives, and all others are closed. */
	void requireOneAlive() {
		ClientLife last = last();
		this.ledger.require(last != null && last.isUp(), Invariant.COMES_BACK,
				() -> "there is no connection long after the heal");
	}

	boolean hasLiving() {
		ClientLife last = last();
		return last != null && !last.isClosed();
	}

	/** As far as can be seen from outside. */
	boolean isConnected() {
		ClientLife last = last();
		return last != null && last.isUp() && (last.isProved() || last.isUpUnproved());
	}

}
