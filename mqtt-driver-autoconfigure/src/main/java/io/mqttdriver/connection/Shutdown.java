package io.mqttdriver.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

/**
 * The way down: no new intake, drain within the shutdown timeout, abandon what is left,
 * halt the connection. While it drains the connection lives on, so that what was accepted
 * can still go out. Confined to the connection's thread.
 */
final class Shutdown {

	private final Clockwork clockwork;

	private final ClientFlows flows;

	private final Duration timeout;

	private final Runnable halt;

	private int round;

	private boolean draining;

	private boolean halting;

	private @Nullable ScheduledFuture<?> deadline;

	Shutdown(Clockwork clockwork, ClientFlows flows, Duration timeout, Runnable halt) {
		this.clockwork = clockwork;
		this.flows = flows;
		this.timeout = timeout;
		this.halt = halt;
	}

	boolean isUnderWay() {
		return this.draining || this.halting;
	}

	/** Whether the connection is being closed for good. */
	boolean isHalting() {
		return this.halting;
	}

	void begin() {
		if (isUnderWay()) {
			return;
		}
		this.draining = true;
		this.flows.closeIntake();
		int thisRound = ++this.round;
		this.deadline = this.clockwork.after(this.timeout, () -> drained(thisRound));
		this.flows.drained().thenRunAsync(() -> drained(thisRound), this.clockwork.owner());
	}

	/** The connection has nothing left to close, or the time for that is over. */
	void endsAfter(CompletableFuture<Void> closed, Duration atMost, Runnable stopped) {
		int thisRound = this.round;
		Runnable once = () -> {
			if (this.halting && this.round == thisRound) {
				this.halting = false;
				cancelDeadline();
				stopped.run();
			}
		};
		this.deadline = this.clockwork.after(atMost, once);
		closed.thenRunAsync(once, this.clockwork.owner());
	}

	private void drained(int ofRound) {
		if (!this.draining || this.round != ofRound) {
			return;
		}
		this.draining = false;
		this.halting = true;
		cancelDeadline();
		this.flows.abandon();
		this.halt.run();
	}

	private void cancelDeadline() {
		if (this.deadline != null) {
			this.deadline.cancel(false);
			this.deadline = null;
		}
	}

}
