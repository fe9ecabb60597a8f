package io.mqttdriver.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.mqttdriver.MqttDriverClosedException;

/**
 * What is wished of the connection, on its way from any thread to the owner thread.
 * Whoever wishes something after the end is refused.
 */
final class Wishes {

	private final Clockwork clockwork;

	private final Executor callbacks;

	/** The owner thread's alone. */
	private boolean over;

	Wishes(Clockwork clockwork, Executor callbacks) {
		this.clockwork = clockwork;
		this.callbacks = callbacks;
	}

	/** What is wished later is over already. */
	void end() {
		this.clockwork.onOwner(() -> this.over = true);
	}

	/** Where there is no owner thread any more it counts as done. */
	CompletableFuture<Void> tell(Consumer<CompletableFuture<Void>> task) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		if (!this.clockwork.onOwner(() -> task.accept(done))) {
			done.complete(null);
		}
		return done;
	}

	/** As {@link #tell}, but refused after the end. */
	CompletableFuture<Void> unlessOver(Consumer<CompletableFuture<Void>> task) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		String gone = "The driver was closed: build a new one";
		boolean accepted = this.clockwork.onOwner(() -> {
			if (this.over) {
				refuse(done, gone);
			}
			else {
				task.accept(done);
			}
		});
		if (!accepted) {
			done.completeExceptionally(new MqttDriverClosedException(gone));
		}
		return done;
	}

	void refuse(CompletableFuture<Void> future, String why) {
		this.callbacks.execute(() -> future.completeExceptionally(new MqttDriverClosedException(why)));
	}

}
