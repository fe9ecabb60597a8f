package io.mqttdriver.inbound;

import java.lang.reflect.Type;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One handler with its lanes. It outlives clients. Safe for use by many threads; none of
 * its methods waits.
 */
public final class Listener {

	private final ListenerSpec spec;

	private final @Nullable Type objectType;

	private final Consumer<Listener> progressed;

	private final Lanes lanes;

	private final LongAdder processed = new LongAdder();

	private final LongAdder failed = new LongAdder();

	Listener(ListenerSpec spec, Later later, Consumer<Listener> progressed) {
		this.spec = spec;
		this.objectType = spec.handler().objectType();
		this.progressed = progressed;
		this.lanes = new Lanes(spec.concurrency(), later, () -> this.progressed.accept(this));
	}

	/**
	 * Its id.
	 * @return as given
	 */
	public String id() {
		return this.spec.id();
	}

	/**
	 * Lets new messages wait in their lanes, unacknowledged; running ones finish, and
	 * what failed is not tried again before {@link #resume()}.
	 */
	public void pause() {
		this.lanes.pause();
	}

	/**
	 * Goes on.
	 */
	public void resume() {
		this.lanes.resume();
	}

	/**
	 * Whether it is paused.
	 * @return between {@link #pause()} and {@link #resume()}
	 */
	public boolean isPaused() {
		return this.lanes.isPaused();
	}

	/**
	 * Takes no new messages. What waits is still handled; a pause ends. A message that is
	 * routed here after this is acknowledged unhandled, and counted as dropped.
	 */
	public void close() {
		this.lanes.close();
	}

	/**
	 * Messages that wait or run, those between two attempts included.
	 * @return 0 or more
	 */
	public int lag() {
		return this.lanes.size();
	}

	/**
	 * Messages handled, or failed and then taken by the error handler.
	 * @return since the start
	 */
	public long processed() {
		return this.processed.sum();
	}

	/**
	 * Messages that failed for good, unreadable ones included.
	 * @return since the start
	 */
	public long failed() {
		return this.failed.sum();
	}

	boolean offer(String topic, Handling handling) {
		return this.lanes.offer(topic, handling);
	}

	void withdraw(String topic, Handling handling) {
		this.lanes.remove(topic, handling);
	}

	void sweep() {
		this.lanes.sweep();
	}

	/** Gives up everything; what runs is not tried again. */
	void abandon() {
		this.lanes.works().forEach(Lane.Work::abandon);
		this.lanes.sweep();
	}

	void countProcessed() {
		this.processed.increment();
	}

	void countFailed() {
		this.failed.increment();
	}

	InboundHandler handler() {
		return this.spec.handler();
	}

	@Nullable Type objectType() {
		return this.objectType;
	}

	boolean isManualAck() {
		return this.spec.manualAck();
	}

	boolean isFinished() {
		return this.lanes.isFinished();
	}

	int outstanding() {
		return this.lanes.outstanding();
	}

	/** For tests: how many topics are remembered. */
	int topics() {
		return this.lanes.topics();
	}

}
