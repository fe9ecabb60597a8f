package io.mqttdriver.simulation;

import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttDriverClosedException;

/**
 * What operators wished: connect, disconnect, reconnect, reset; and when their futures
 * were done.
 */
final class OperatorBook {

	static final long NEVER = Long.MIN_VALUE / 2;

	private final Ledger ledger;

	private final Settings settings;

	private long lastReconnect = NEVER;

	private long lastReset = NEVER;

	private long lastDisconnect = NEVER;

	private long lastConnect = NEVER;

	private long stopBegan = NEVER;

	private boolean wanted;

	private int open;

	OperatorBook(Ledger ledger, Settings settings) {
		this.ledger = ledger;
		this.settings = settings;
	}

	void connect(CompletableFuture<?> future) {
		boolean stopped = !this.wanted && this.stopBegan == NEVER;
		this.wanted = true;
		this.lastConnect = this.ledger.now();
		this.lastReset = this.ledger.now();
		if (stopped) {
			this.ledger.clients().startsOver();
		}
		this.ledger.clients().operated();
		await(future);
		future.whenComplete((done, failure) -> {
			if (failure == null) {
				this.ledger.clients().saidConnected();
			}
		});
	}

	void reconnect(CompletableFuture<?> future) {
		this.lastReconnect = this.ledger.now();
		this.lastReset = this.ledger.now();
		this.ledger.clients().operated();
		await(future);
	}

	void resetCircuit() {
		this.lastReset = this.ledger.now();
		this.ledger.clients().operated();
	}

	void disconnect(CompletableFuture<?> future) {
		this.wanted = false;
		this.lastDisconnect = this.ledger.now();
		if (this.stopBegan == NEVER) {
			this.stopBegan = this.ledger.now();
		}
		future.whenComplete((done, failure) -> stopped());
		await(future);
	}

	private void stopped() {
		long began = this.stopBegan;
		this.stopBegan = NEVER;
		if (began == NEVER) {
			return;
		}
		long most = this.settings.shutdownTimeout().toNanos() + 2_500_000_000L;
		this.ledger.require(this.ledger.now() - began <= most, Invariant.DISCONNECT_ENDS,
				() -> "disconnect() took " + (this.ledger.now() - began) / 1_000_000 + " ms");
		this.ledger.publishes().stopped(began);
		this.ledger.clients().stopped();
		if (this.wanted) {
			this.ledger.clients().startsOver();
		}
	}

	private void await(CompletableFuture<?> future) {
		this.open++;
		future.whenComplete((done, failure) -> {
			this.open--;
			this.ledger.require(
					failure == null || failure instanceof MqttDriverClosedException
							|| failure instanceof MqttConnectException,
					Invariant.FAILURE_SAYS_WHAT_HAPPENED, () -> "an operator was told " + failure);
		});
	}

	/** Futures that are not done. */
	int open() {
		return this.open;
	}

	boolean isWanted() {
		return this.wanted;
	}

	boolean isStopping() {
		return this.stopBegan != NEVER;
	}

	/** Whether the driver was told to stop at that time or later. */
	boolean disconnectedSince(long when) {
		return this.lastDisconnect >= when;
	}

	/** By wish; not before the first connect(). */
	boolean isStoppingOrStopped() {
		return isStopping() || (!this.wanted && this.lastDisconnect != NEVER);
	}

	boolean reconnectedSince(long when) {
		return this.lastReconnect >= when;
	}

	boolean resetSince(long when) {
		return this.lastReset >= when;
	}

	boolean connectedSince(long when) {
		return this.lastConnect >= when;
	}

}
