package io.mqttdriver.engine.paho;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.mqttdriver.engine.EngineFailure;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is between CONNECT and its end. Whoever ends it first decides whether a
 * loss is told; the end itself is run once. Any thread calls; nothing here blocks.
 */
final class Lifecycle {

	private enum State {

		OPENING, CONNECTED, CLOSING, ENDED

	}

	private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);

	private final ScheduledExecutorService scheduler;

	private final Mailbox mailbox;

	private final Runnable end;

	private volatile @Nullable Future<?> deadline;

	Lifecycle(ScheduledExecutorService scheduler, Mailbox mailbox, Runnable end) {
		this.scheduler = scheduler;
		this.mailbox = mailbox;
		this.end = end;
	}

	/** Rule 4: one deadline for all of connecting. */
	void connectWithin(long millis, Runnable onTimeout) {
		this.deadline = this.scheduler.schedule(onTimeout, millis, TimeUnit.MILLISECONDS);
		if (this.state.get() != State.OPENING) {
			cancelDeadline();
		}
	}

	/** Whether the client is now connected, and was not ended before. */
	boolean connected() {
		boolean connected = this.state.compareAndSet(State.OPENING, State.CONNECTED);
		if (connected) {
			cancelDeadline();
		}
		return connected;
	}

	boolean isConnected() {
		return this.state.get() == State.CONNECTED;
	}

	/** Ends the client, and tells the loss unless it was closed before. */
	void lost(EngineFailure failure) {
		State before = this.state.getAndSet(State.ENDED);
		if (before == State.OPENING || before == State.CONNECTED) {
			this.mailbox.lost(failure);
		}
		ended(before);
	}

	/** Ends the client without a word. */
	void closeNow() {
		ended(this.state.getAndSet(State.ENDED));
	}

	/** Whether a grace begins now. */
	boolean closing() {
		return this.state.compareAndSet(State.CONNECTED, State.CLOSING);
	}

	/** Ends the client after a grace, if it is in one. */
	void closeWithin(long millis) {
		if (this.state.get() == State.CLOSING) {
			this.scheduler.schedule(this::closeNow, millis, TimeUnit.MILLISECONDS);
		}
		else {
			closeNow();
		}
	}

	private void ended(State before) {
		if (before != State.ENDED) {
			cancelDeadline();
			this.end.run();
		}
	}

	private void cancelDeadline() {
		Future<?> deadline = this.deadline;
		if (deadline != null) {
			deadline.cancel(false);
		}
	}

}
