package io.mqttdriver.inbound;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.InboundPublish;
import org.jspecify.annotations.Nullable;

/**
 * The door of this room: all listeners, and the receptions of all clients. Safe for use
 * by many threads; none of its methods waits.
 */
public final class Dispatcher {

	private final ListenerSettings settings;

	private final Later later;

	private final HandlerThreads threads = new HandlerThreads();

	private final DeadLetters deadLetters;

	private final Means means;

	private final LongAdder passed = new LongAdder();

	private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

	private final Set<Reception> receptions = ConcurrentHashMap.newKeySet();

	private final Queue<CompletableFuture<Void>> draining = new ConcurrentLinkedQueue<>();

	private final Listener nobody;

	/**
	 * Creates a dispatcher.
	 * @param settings for all listeners
	 * @param nanoTime the monotonic clock
	 * @param timer for retries; only short tasks run on it, none of them user code
	 * @param handlers where user code runs: as many threads as are asked for
	 * @param deadLetters where dead letters go
	 * @param observer for meters
	 */
	public Dispatcher(ListenerSettings settings, LongSupplier nanoTime, ScheduledExecutorService timer,
			Executor handlers, DeadLetterSink deadLetters, InboundObserver observer) {
		this.settings = settings;
		this.later = new Later(timer, handlers);
		InboundObserver safe = new SafeObserver(observer);
		Qos0Buffer buffer = new Qos0Buffer(settings.bufferCapacity(), settings.bufferMaxBytes(), safe);
		this.deadLetters = new DeadLetters(deadLetters, this.later, buffer, safe, this::progressed);
		this.means = new Means(settings.retry().maxRetries(), BackOff.of(settings.retry()), nanoTime, this.later,
				this.threads, safe, buffer, this.deadLetters, new UnhandledLog(settings.typeProperty()),
				settings.redelivered());
		this.nobody = add(new ListenerSpec("", 1, false, new Nobody()));
	}

	/**
	 * Adds a listener; the router has to route to it.
	 * @param spec what it does
	 * @return open and not paused
	 */
	public Listener add(ListenerSpec spec) {
		Listener listener = new Listener(spec, this.later, this::progressed);
		this.listeners.add(listener);
		return listener;
	}

	/**
	 * Opens the reception of a client, before its CONNECT.
	 * @param client where acknowledgements go
	 * @param router finds the listeners of a message
	 * @return to be closed with the client
	 */
	public Reception open(EngineClient client, Router router) {
		AckSequencer acks = new AckSequencer(client, this.settings.strictAckOrder(), this.later, this.passed);
		Reception reception = new Reception(this, this.means, acks, router);
		this.receptions.add(reception);
		return reception;
	}

	/**
	 * When no handler runs and no message waits for one, an attempt or a dead letter.
	 * What waits in a paused listener is left out, as nothing would end that.
	 * @return a future of its own for each call
	 */
	public CompletableFuture<Void> drained() {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.draining.add(future);
		progressed();
		return future;
	}

	/**
	 * Ends a shutdown: interrupts the running handlers, and gives up all that waits,
	 * unacknowledged. What fails from now on is neither tried again nor dead-lettered.
	 * Messages that come later are handled as usual.
	 */
	public void interruptAll() {
		this.listeners.forEach(Listener::abandon);
		this.threads.interruptAll();
	}

	/**
	 * Who holds the acknowledgement window.
	 * @return the listeners and how many unacknowledged messages each holds, in words;
	 * empty if nobody does
	 */
	public String windowHolder() {
		Map<String, Integer> counts = new TreeMap<>();
		for (Reception reception : this.receptions) {
			for (AckSequencer.Owed owed : reception.acks().unacknowledged()) {
				owed.debtor().holders().forEach((id) -> counts.merge(id, 1, Integer::sum));
			}
		}
		return Words.holders(counts);
	}

	/**
	 * Acknowledgements that were sent before one of an earlier message.
	 * @return since the start, over all clients
	 */
	public long passedAcknowledgements() {
		return this.passed.sum();
	}

	Listener nobody() {
		return this.nobody;
	}

	void closed(Reception reception) {
		this.receptions.remove(reception);
		this.listeners.forEach(Listener::sweep);
	}

	private void progressed(Listener listener) {
		if (listener.isFinished()) {
			this.listeners.remove(listener);
		}
		progressed();
	}

	private void progressed() {
		if (this.draining.isEmpty() || !isDrained()) {
			return;
		}
		for (CompletableFuture<Void> future = this.draining.poll(); future != null; future = this.draining.poll()) {
			future.complete(null);
		}
	}

	/** A handling counts as a dead letter before it leaves its listener. */
	private boolean isDrained() {
		return this.listeners.stream().allMatch((listener) -> listener.outstanding() == 0)
				&& this.deadLetters.pending() == 0;
	}

	/**
	 * The listener of messages that have none: it takes nothing, so that they end as
	 * unhandled, in order and on a handler thread.
	 */
	private static final class Nobody implements InboundHandler {

		@Override
		public @Nullable Invocation read(InboundPublish publish, boolean alone) {
			return null;
		}

		@Override
		public @Nullable Type objectType() {
			return null;
		}

	}

}
