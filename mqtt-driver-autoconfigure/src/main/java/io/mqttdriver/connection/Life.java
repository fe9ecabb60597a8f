package io.mqttdriver.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriverState;
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

	private final Pace pace;

	private final Circuit circuit;

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
		this.pace = new Pace(settings, this.clockwork);
		this.circuit = new Circuit(settings.maxFailures());
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
		this.pace.startOver();
		this.workshop.ids().startOver();
		this.connectedBefore = false;
		this.journal.failures(0);
		if (this.circuit.state() != MqttCircuitState.CLOSED) {
			this.journal.circuit(MqttCircuitState.CLOSED, "connect() was called");
		}
		this.circuit.reset();
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
			trigger(this.pace.untilAllowed());
		}
	}

	/** Tries again; a probe under way goes on as the first attempt. */
	void resetCircuit() {
		boolean open = this.journal.state() == MqttDriverState.CIRCUIT_OPEN;
		if (!open && this.circuit.state() != MqttCircuitState.HALF_OPEN) {
			return;
		}
		this.circuit.reset();
		this.pace.forgive();
		this.journal.failures(0);
		this.workshop.validation().startOver();
		this.journal.circuit(MqttCircuitState.CLOSED, "reset");
		if (open) {
			trigger(this.pace.untilAllowed());
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
		this.pace.connected();
		this.circuit.close();
		client.flow().resume(client.limits());
		this.journal.connected(client.info(), this.pace.failures(), !this.connectedBefore,
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
		Reaction reaction = Reaction.to(failure);
		if (reaction.refusesClientId()) {
			this.workshop.ids().refused(client.info().clientId());
		}
		this.journal.failed(client.info(), Failures.exception(failure, client.info()));
		this.firstPass.fail(Failures.exception(failure, client.info()));
		this.pace.failed();
		after(failure, client, this.pace.afterFailure(reaction.asksToWait()));
	}

	@Override
	public void lost(Client client, EngineFailure failure) {
		boolean stable = this.pace.lostAfterStable();
		drop(failure);
		if (!stable) {
			this.pace.failed();
		}
		boolean busy = Reaction.to(failure).asksToWait() && !this.workshop.servers().isSent();
		after(failure, client, (stable && !busy) ? this.pace.afterLoss() : this.pace.afterFailure(busy));
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
	private void after(EngineFailure failure, Client client, Duration wait) {
		this.journal.failures(this.pace.failures());
		Reaction reaction = Reaction.to(failure);
		boolean duplicate = reaction == Reaction.TAKEN_OVER && !this.workshop.ids().isFresh()
				&& this.circuit.takenOver(this.clockwork.now());
		if (duplicate || this.circuit.failed(reaction, this.pace.failures())) {
			openCircuit(failure, client);
		}
		else {
			trigger(wait);
		}
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
		this.pace.triggered();
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

	private void openCircuit(EngineFailure failure, Client client) {
		cancelTimer();
		this.journal.enter(MqttDriverState.CIRCUIT_OPEN);
		boolean probes = !this.circuit.untilReset() && !this.settings.openDuration().isZero();
		Duration wait = this.pace.open();
		String next = probes ? "one probe in " + wait.toSeconds() + " s" : "closed only by a reset";
		String why = this.circuit.untilReset() ? "duplicate client id '" + client.info().clientId() + "'"
				: this.pace.failures() + " failures, the last: " + failure.message();
		this.journal.circuit(MqttCircuitState.OPEN, why + "; " + next);
		if (probes) {
			this.timer = this.clockwork.after(wait, this::probe);
		}
		this.connects.fail(Failures.exception(failure, client.info()));
	}

	private void probe() {
		this.circuit.probe();
		this.journal.circuit(MqttCircuitState.HALF_OPEN, "one probing attempt");
		attemptWhenClosed();
	}

	private void stable() {
		this.pace.forgive();
		this.journal.failures(0);
	}

	private void cancelTimer() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

}
