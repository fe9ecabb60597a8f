package io.mqttdriver.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.connection.Comeback.Next;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The life of the connection: wait, attempt, connected, lost, wait. Knows the current
 * client and the candidate of the attempt under way. Confined to the connection's thread.
 */
final class Life implements ClientListener, Attempt.Outcome {

	private static final Duration CLOSING = Duration.ofSeconds(2);

	private static final Duration DISCONNECT_GRACE = Duration.ofMillis(300);

	private final Workshop workshop;

	private final ReconnectSettings settings;

	private final Clockwork clockwork;

	private final Comeback comeback;

	private final Journal journal;

	private final Waiters connects;

	private final Waiters firstPass;

	private boolean connectedBefore;

	private @Nullable Client current;

	private @Nullable Attempt attempt;

	private @Nullable ScheduledFuture<?> timer;

	Life(Workshop workshop, ReconnectSettings settings, Journal journal, Waiters connects, Waiters firstPass) {
		this.workshop = workshop;
		this.settings = settings;
		this.clockwork = workshop.clockwork();
		this.comeback = new Comeback(settings, this.clockwork);
		this.journal = journal;
		this.connects = connects;
		this.firstPass = firstPass;
	}

	boolean isConnected() {
		return this.current != null;
	}

	/** The client whose server is asked for subscriptions, if there is one. */
	@Nullable Client subscribingClient() {
		return (this.attempt != null) ? this.attempt.candidate() : this.current;
	}

	void begin() {
		this.workshop.ids().startOver();
		this.connectedBefore = false;
		this.journal.failures(0);
		if (this.comeback.circuit() != MqttCircuitState.CLOSED) {
			this.journal.circuit(MqttCircuitState.CLOSED, "connect() was called");
		}
		this.comeback.startOver();
		trigger(Duration.ZERO);
	}

	/** An operator wants a new client, or an attempt without further waiting. */
	void rebuild() {
		this.workshop.validation().startOver();
		if (this.journal.state() == MqttDriverState.CIRCUIT_OPEN) {
			resetCircuit();
		}
		else if (this.attempt == null) {
			drop(EngineFailure.of(Kind.CLOSED, "an operator asked for a rebuild", null));
			trigger(this.comeback.afterRequest());
		}
	}

	/** Tries again; a probe under way goes on as the first attempt. */
	void resetCircuit() {
		boolean open = this.journal.state() == MqttDriverState.CIRCUIT_OPEN;
		if (!open && this.comeback.circuit() != MqttCircuitState.HALF_OPEN) {
			return;
		}
		this.comeback.reset();
		this.journal.failures(0);
		this.workshop.validation().startOver();
		this.journal.circuit(MqttCircuitState.CLOSED, "reset");
		if (open) {
			trigger(this.comeback.afterRequest());
		}
	}

	/** Ends whatever is under way. */
	CompletableFuture<Void> halt() {
		cancelTimer();
		Client candidate = (this.attempt != null) ? this.attempt.abandon() : null;
		this.attempt = null;
		if (candidate != null) {
			this.workshop.discard(candidate);
		}
		if (this.current != null) {
			this.workshop.close(this.current, DISCONNECT_GRACE);
			this.current = null;
		}
		return this.workshop.lastClosed();
	}

	@Override
	public void phase(Client client, MqttDriverState state) {
		this.journal.enter(state, client.info());
	}

	@Override
	public void succeeded(Client client) {
		this.attempt = null;
		this.current = client;
		client.handTo(this);
		this.comeback.connected();
		client.flow().resume(client.limits());
		this.journal.connected(client.info(), this.comeback.failures(), !this.connectedBefore,
				this.workshop.validation().isGivenUp());
		this.connectedBefore = true;
		reportRefusals(client);
		this.timer = this.clockwork.after(this.settings.stableAfter(), this::stable);
		this.connects.complete();
		this.firstPass.complete();
	}

	@Override
	public void failed(Client client, EngineFailure failure) {
		this.attempt = null;
		this.journal.failed(client.info(), Failures.exception(failure, client.info()));
		this.firstPass.fail(Failures.exception(failure, client.info()));
		after(failure, client, this.comeback.failed(Reaction.to(failure), hasStableId()));
	}

	@Override
	public void lost(Client client, EngineFailure failure) {
		this.workshop.validation().lostAfterwards(client, this.clockwork.now());
		drop(failure);
		after(failure, client,
				this.comeback.lost(Reaction.to(failure), hasStableId(), this.workshop.servers().isSent()));
	}

	@Override
	public void answered(Client client) {
		reportRefusals(client);
	}

	void reportRefusals(Client client) {
		client.takeRefusals()
			.forEach((refusal) -> this.journal.refused(client.info(), refusal.filter(), refusal.reasonCode()));
	}

	/** A failure is counted and told: the circuit opens, or the next attempt waits. */
	private void after(EngineFailure failure, Client client, Next next) {
		this.journal.failures(this.comeback.failures());
		if (next.takenOver() != null) {
			EngineFailure duplicate = failure
				.saying("duplicate client id '" + client.info().clientId() + "' (" + next.takenOver() + ")");
			this.journal.lastFailure(Failures.exception(duplicate, client.info()));
			openCircuit(duplicate.message(), duplicate, client, next);
		}
		else if (next.opened()) {
			openCircuit(this.comeback.failures() + " failures, the last: " + failure.message(), failure, client, next);
		}
		else {
			trigger(next.due());
		}
	}

	private boolean hasStableId() {
		return !this.workshop.ids().isFresh();
	}

	/** The next attempt starts after a wait, and when the last client is gone. */
	private void trigger(Duration wait) {
		cancelTimer();
		this.journal.enter(MqttDriverState.WAITING);
		this.timer = this.clockwork.after(wait, this::attemptWhenClosed);
	}

	private void attemptWhenClosed() {
		CompletableFuture<Void> closed = this.workshop.lastClosed();
		if (closed.isDone()) {
			attempt();
			return;
		}
		ScheduledFuture<?> atTheLatest = this.clockwork.after(CLOSING, this::attempt);
		this.timer = atTheLatest;
		closed.thenRun(() -> {
			if (this.timer == atTheLatest && atTheLatest.cancel(false)) {
				attempt();
			}
		});
	}

	private void attempt() {
		this.timer = null;
		this.comeback.triggered();
		this.attempt = new Attempt(this.workshop, this);
		this.attempt.next();
	}

	private void drop(EngineFailure failure) {
		cancelTimer();
		Client dead = this.current;
		this.current = null;
		if (dead != null) {
			this.workshop.discard(dead);
			this.workshop.servers()
				.follow(this.workshop.uri(dead), failure.serverReference())
				.ifPresent(this.workshop.servers()::sendTo);
			this.journal.lost(dead.info(), Failures.exception(failure, dead.info()));
		}
	}

	private void openCircuit(String why, EngineFailure failure, Client client, Next next) {
		cancelTimer();
		this.journal.enter(MqttDriverState.CIRCUIT_OPEN);
		String then = next.probed() ? "one probe in " + next.due().toSeconds() + " s" : "closed only by a reset";
		this.journal.circuit(MqttCircuitState.OPEN, why + "; " + then);
		if (next.probed()) {
			this.timer = this.clockwork.after(next.due(), this::probe);
		}
		this.connects.fail(Failures.exception(failure, client.info()));
	}

	private void probe() {
		this.comeback.probe();
		this.journal.circuit(MqttCircuitState.HALF_OPEN, "one probing attempt");
		attemptWhenClosed();
	}

	private void stable() {
		this.comeback.stable();
		this.journal.failures(0);
	}

	private void cancelTimer() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

}
