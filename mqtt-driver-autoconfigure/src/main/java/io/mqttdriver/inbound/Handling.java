package io.mqttdriver.inbound;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.InboundHandler.Invocation;
import io.mqttdriver.inbound.Lane.Step;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.acks.SimpleAcknowledgment;

/**
 * One listener's life on one message: read, invoke, retry, recover, dead letter. Its lane
 * runs it on one handler thread at a time; asynchronous results, acknowledgements and
 * discards come from any thread.
 */
final class Handling implements Lane.Work, SimpleAcknowledgment {

	private static final Log logger = LogFactory.getLog(Dispatcher.class);

	private final Receipt receipt;

	private final Listener listener;

	private final Means means;

	private final boolean alone;

	private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

	private final AtomicBoolean ended = new AtomicBoolean();

	/** The attempt whose stage is awaited, 0 for none. */
	private final AtomicInteger awaited = new AtomicInteger();

	private @Nullable UserCall call;

	private int attempt;

	private long started;

	private @Nullable Throwable lateFailure;

	Handling(Receipt receipt, Listener listener, Means means, boolean alone) {
		this.receipt = receipt;
		this.listener = listener;
		this.means = means;
		this.alone = alone;
	}

	void enqueue() {
		if (!this.listener.offer(this.receipt.publish().topic(), this)) {
			this.means.observer().dropped("listener-closed");
			this.state.set(State.GONE);
			this.receipt.begun();
			end(End.TAKEN);
		}
	}

	@Override
	public Step run(Lane lane) {
		if (this.state.get() == State.WAITING) {
			begin();
		}
		if (isGone()) {
			end(End.LOST);
			return Step.DONE;
		}
		UserCall known = (this.call != null) ? this.call : read();
		if (known == null) {
			return Step.DONE;
		}
		Throwable late = this.lateFailure;
		this.lateFailure = null;
		return (late != null) ? failed(known, late) : invoke(known, lane);
	}

	private void begin() {
		if (this.receipt.isLeftToServer()) {
			discard();
		}
		else if (this.state.compareAndSet(State.WAITING, State.BEGUN)) {
			this.receipt.begun();
		}
	}

	private @Nullable UserCall read() {
		this.started = this.means.now();
		Invocation invocation;
		try {
			InboundPublish publish = this.receipt.publish();
			invocation = this.means.threads().call(() -> this.listener.handler().read(publish, this.alone));
		}
		catch (Throwable ex) {
			unreadable(ex);
			return null;
		}
		if (invocation == null) {
			end(End.NOT_MINE);
			return null;
		}
		this.call = new UserCall(invocation, this.means.threads());
		return this.call;
	}

	private void unreadable(Throwable failure) {
		if (isGone()) {
			end(End.LOST);
			return;
		}
		observe("unreadable");
		this.listener.countFailed();
		deadLetter(failure, "unreadable for listener '" + listenerId() + "': " + Words.of(failure));
	}

	private Step invoke(UserCall known, Lane lane) {
		this.started = this.means.now();
		int current = ++this.attempt;
		CompletionStage<?> stage;
		try {
			stage = known.invoke(current, this);
		}
		catch (Throwable ex) {
			return failed(known, ex);
		}
		if (stage == null) {
			succeeded();
			return Step.DONE;
		}
		await(stage, current, lane);
		return Step.LATER;
	}

	private void await(CompletionStage<?> stage, int current, Lane lane) {
		this.awaited.set(current);
		try {
			stage.whenComplete((result, failure) -> completed(lane, current, failure));
		}
		catch (RuntimeException | Error ex) {
			completed(lane, current, ex);
		}
	}

	/** Any thread: a failure goes back to a handler thread, as it may call user code. */
	private void completed(Lane lane, int current, @Nullable Throwable failure) {
		if (!this.awaited.compareAndSet(current, 0)) {
			return;
		}
		if (failure == null) {
			succeeded();
			lane.finish();
		}
		else {
			this.lateFailure = unwrap(failure);
			lane.rerun();
		}
	}

	private static Throwable unwrap(Throwable failure) {
		boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
		Throwable cause = failure.getCause();
		return (wrapped && cause != null) ? cause : failure;
	}

	private void succeeded() {
		observe("success");
		this.listener.countProcessed();
		if (!this.listener.isManualAck()) {
			end(End.TAKEN);
		}
	}

	private Step failed(UserCall known, Throwable failure) {
		if (isGone()) {
			end(End.LOST);
		}
		else if (this.attempt <= this.means.maxRetries() && known.isRetryable(failure)) {
			observe("retry");
			logger.debug("Listener '" + listenerId() + "' failed at attempt " + this.attempt, failure);
			return Step.again(this.means.backOff().after(this.attempt));
		}
		else {
			failedForGood(known, failure);
		}
		return Step.DONE;
	}

	private void failedForGood(UserCall known, Throwable failure) {
		boolean recovered = known.recover(failure);
		observe(recovered ? "recovered" : "failure");
		if (recovered) {
			this.listener.countProcessed();
			end(End.TAKEN);
		}
		else {
			this.listener.countFailed();
			deadLetter(failure, "listener '" + listenerId() + "' failed after " + this.attempt + " attempt(s): "
					+ Words.of(failure));
		}
	}

	private void deadLetter(Throwable failure, String reason) {
		DeadLetter letter = new DeadLetter(listenerId(), this.attempt, failure, reason);
		this.means.deadLetters()
			.publish(this.receipt.publish(), letter, this.receipt::isLeftToServer,
					(settled) -> end(settled ? End.TAKEN : End.LOST));
	}

	private void observe(String outcome) {
		this.means.observer().handled(listenerId(), outcome, this.means.since(this.started));
	}

	@Override
	public void acknowledge() {
		if (this.listener.isManualAck()) {
			end(End.TAKEN);
		}
	}

	private void end(End end) {
		if (this.ended.compareAndSet(false, true)) {
			this.receipt.ended(end);
		}
	}

	boolean hasEnded() {
		return this.ended.get();
	}

	/**
	 * Gives it up if it hasn't begun.
	 * @return whether it is given up
	 */
	boolean discard() {
		boolean discarded = this.state.compareAndSet(State.WAITING, State.GONE);
		if (discarded) {
			this.receipt.begun();
			end(End.LOST);
		}
		return discarded;
	}

	@Override
	public void abandon() {
		if (!discard()) {
			this.state.set(State.GONE);
		}
	}

	/** Takes it out of its lane. */
	void withdraw() {
		this.listener.withdraw(this.receipt.publish().topic(), this);
	}

	@Override
	public boolean isGone() {
		return this.state.get() == State.GONE;
	}

	String listenerId() {
		return this.listener.id();
	}

	private enum State {

		WAITING, BEGUN, GONE

	}

	/** How a listener ended with a message. */
	enum End {

		/** Handled, recovered or dead-lettered: may be acknowledged. */
		TAKEN,

		/** Not for this listener. */
		NOT_MINE,

		/** Given up without being handled: never acknowledged. */
		LOST

	}

}
