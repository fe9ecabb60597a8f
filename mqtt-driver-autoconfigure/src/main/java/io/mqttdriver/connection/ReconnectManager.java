package io.mqttdriver.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.engine.Engine;
import io.mqttdriver.subscription.Ledger;
import io.mqttdriver.subscription.Subscriber;

/**
 * The door of the connection: what applications and operators wish goes from here to the
 * owner thread, which alone decides. All methods return at once and are for any thread.
 *
 * @param <S> what messages are routed to
 */
public final class ReconnectManager<S> {

	private static final Duration CLOSING = Duration.ofSeconds(2);

	private final Clockwork clockwork;

	private final Wishes wishes;

	private final ClientFlows flows;

	private final Ledger<S> ledger;

	private final Journal journal;

	private final Waiters connects;

	private final Waiters firstPass;

	private final Waiters disconnects;

	private final Life life;

	private final Shutdown shutdown;

	private final List<CompletableFuture<Void>> removals = new ArrayList<>();

	private boolean wanted;

	private boolean syncDue;

	/**
	 * Creates a manager in state {@code STOPPED}.
	 * @param connection what all clients have in common
	 * @param reconnect how to come back
	 * @param engine the MQTT library
	 * @param clockwork threads and clocks
	 * @param callbacks completes the futures of connect, disconnect and reconnect
	 * @param ledger what to subscribe to
	 * @param flows makes the flow of each client
	 * @param listener is told what happens
	 */
	public ReconnectManager(ConnectionSettings connection, ReconnectSettings reconnect, Engine engine,
			Clockwork clockwork, Executor callbacks, Ledger<S> ledger, ClientFlows flows, ConnectionListener listener) {
		this.clockwork = clockwork;
		this.wishes = new Wishes(clockwork, callbacks);
		this.flows = flows;
		this.ledger = ledger;
		this.journal = new Journal(clockwork, listener, new ClientInfo(connection.clientId(), null, 0));
		this.connects = new Waiters(callbacks);
		this.firstPass = new Waiters(callbacks);
		this.disconnects = new Waiters(callbacks);
		this.life = new Life(new Workshop(connection, reconnect, engine, clockwork, flows, ledger), reconnect,
				this.journal, this.connects, this.firstPass);
		this.shutdown = new Shutdown(clockwork, flows, connection.shutdownTimeout(), this::halt);
	}

	/**
	 * Connects, and stays connected.
	 * @return as {@code MqttDriver.connect()}
	 */
	public CompletableFuture<Void> connect() {
		acceptAgain();
		return this.wishes.unlessOver((done) -> connect(this.connects, done));
	}

	/**
	 * Connects, and stays connected; but the future fails with the first attempt.
	 * @return done when connected
	 */
	public CompletableFuture<Void> connectInOnePass() {
		acceptAgain();
		return this.wishes.unlessOver((done) -> connect(this.firstPass, done));
	}

	/** A publish right after the call is accepted, before the owner knows of it. */
	private void acceptAgain() {
		if (status().state() == MqttDriverState.STOPPED) {
			this.flows.openIntake();
		}
	}

	private void connect(Waiters waiters, CompletableFuture<Void> done) {
		this.wanted = true;
		waiters.add(done);
		if (this.shutdown.isUnderWay()) {
			return;
		}
		if (this.life.isConnected()) {
			waiters.complete();
		}
		else if (this.journal.state() == MqttDriverState.STOPPED) {
			begin();
		}
		else {
			this.life.resetCircuit();
		}
	}

	/**
	 * Drains and disconnects.
	 * @return as {@code MqttDriver.disconnect()}
	 */
	public CompletableFuture<Void> disconnect() {
		this.flows.closeIntake();
		return this.wishes.tell(this::disconnect);
	}

	/**
	 * As {@link #disconnect()}, and for good: whoever wants to connect later is refused.
	 * @return done when nothing is left
	 */
	public CompletableFuture<Void> close() {
		this.wishes.end();
		return disconnect();
	}

	private void disconnect(CompletableFuture<Void> done) {
		this.wanted = false;
		MqttDriverClosedException closed = new MqttDriverClosedException(
				"The driver was disconnected: call connect() again");
		for (Waiters waiters : List.of(this.connects, this.firstPass)) {
			waiters.release();
			waiters.fail(closed);
		}
		this.disconnects.add(done);
		if (this.journal.state() == MqttDriverState.STOPPED) {
			this.flows.closeIntake();
			this.flows.abandon();
			this.disconnects.complete();
		}
		else {
			this.journal.stopping();
			this.connects.hold();
			this.firstPass.hold();
			this.shutdown.begin();
		}
	}

	/**
	 * Triggers a rebuild.
	 * @return as {@code MqttReconnectManager.reconnect()}
	 */
	public CompletableFuture<Void> reconnect() {
		return this.wishes.unlessOver((done) -> {
			if (!this.wanted) {
				this.wishes.refuse(done, "reconnect() on a driver that is stopped by wish: call connect()");
				return;
			}
			this.connects.add(done);
			if (!this.shutdown.isUnderWay()) {
				this.life.rebuild();
			}
		});
	}

	/**
	 * Closes an open circuit and tries again.
	 */
	public void resetCircuit() {
		this.clockwork.onOwner(() -> {
			if (!this.shutdown.isHalting()) {
				this.life.resetCircuit();
			}
		});
	}

	/**
	 * Wants a filter for one more user.
	 * @param user its answer is completed on the owner thread
	 */
	public void subscribe(Subscriber<S> user) {
		this.clockwork.onOwner(() -> {
			this.ledger.add(user);
			syncSoon();
		});
	}

	/**
	 * Runs something when all that was subscribed before this call is in the ledger, and
	 * before what comes later is; not at all after {@link #close()}.
	 * @param task short; on the owner thread
	 */
	public void afterSubscribing(Runnable task) {
		this.clockwork.onOwner(task);
	}

	/**
	 * Wants filters for fewer users.
	 * @param users to remove
	 * @return done on the owner thread when the server has answered, or there is none
	 */
	public CompletableFuture<Void> unsubscribe(List<Subscriber<S>> users) {
		return this.wishes.tell((done) -> {
			users.forEach(this.ledger::remove);
			this.removals.add(done);
			syncSoon();
		});
	}

	/**
	 * Now, as far as known.
	 * @return a snapshot
	 */
	public ConnectionStatus status() {
		return this.journal.status();
	}

	/**
	 * The last hundred connection events.
	 * @return oldest first
	 */
	public List<ConnectionEvent> events() {
		return this.journal.events();
	}

	private void begin() {
		this.flows.openIntake();
		this.life.begin();
	}

	/** Drained, or the time for it is over. */
	private void halt() {
		this.shutdown.endsAfter(this.life.halt(), CLOSING, this::stopped);
	}

	private void stopped() {
		this.journal.stopped();
		this.connects.release();
		this.firstPass.release();
		this.disconnects.complete();
		if (this.wanted) {
			begin();
		}
	}

	/** Many changes in a row are one SUBSCRIBE. */
	private void syncSoon() {
		if (!this.syncDue) {
			this.syncDue = true;
			if (!this.clockwork.onOwner(this::sync)) {
				sync();
			}
		}
	}

	private void sync() {
		this.syncDue = false;
		List<CompletableFuture<Void>> waiting = List.copyOf(this.removals);
		this.removals.clear();
		Client client = this.life.subscribingClient();
		CompletableFuture<Void> forgotten = (client != null) ? client.sync() : CompletableFuture.completedFuture(null);
		forgotten.thenRun(() -> waiting.forEach((done) -> done.complete(null)));
		if (client != null) {
			this.life.reportRefusals(client);
		}
	}

}
