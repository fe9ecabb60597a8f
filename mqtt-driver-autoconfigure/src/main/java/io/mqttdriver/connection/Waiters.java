package io.mqttdriver.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Futures that wait for one thing. Confined to the connection's thread, but completed on
 * the callback threads: what hangs on them is user code.
 */
final class Waiters {

	private final Executor callbacks;

	private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

	private final List<CompletableFuture<Void>> held = new ArrayList<>();

	private boolean holding;

	Waiters(Executor callbacks) {
		this.callbacks = callbacks;
	}

	void add(CompletableFuture<Void> future) {
		(this.holding ? this.held : this.waiting).add(future);
	}

	void complete() {
		take().forEach((future) -> this.callbacks.execute(() -> future.complete(null)));
	}

	void fail(RuntimeException failure) {
		take().forEach((future) -> this.callbacks.execute(() -> future.completeExceptionally(failure)));
	}

	/** Those that come from now on don't wait for what is under way. */
	void hold() {
		this.holding = true;
	}

	/** What was under way is over. */
	void release() {
		this.holding = false;
		this.waiting.addAll(this.held);
		this.held.clear();
	}

	private List<CompletableFuture<Void>> take() {
		List<CompletableFuture<Void>> taken = List.copyOf(this.waiting);
		this.waiting.clear();
		return taken;
	}

}
