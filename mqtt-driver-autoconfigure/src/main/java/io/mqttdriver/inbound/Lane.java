package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * One topic's work for one listener, in order: the head is being done, the rest waits. No
 * thread-safety of its own: its fields belong to the monitor of its {@link Lanes}.
 */
final class Lane {

	private final Lanes lanes;

	final String topic;

	final Deque<Work> queue = new ArrayDeque<>();

	State state = State.READY;

	Lane(Lanes lanes, String topic) {
		this.lanes = lanes;
		this.topic = topic;
	}

	/** The head, which a run left with {@link Step#LATER}, is done. Any thread. */
	void finish() {
		this.lanes.finished(this);
	}

	/** The head, left with {@link Step#LATER}, has to run again now. Any thread. */
	void rerun() {
		this.lanes.rerun(this);
	}

	/**
	 * Removes what is gone and isn't running.
	 * @return how many
	 */
	int sweep() {
		Work running = (this.state == State.BUSY) ? this.queue.poll() : null;
		int before = this.queue.size();
		this.queue.removeIf(Work::isGone);
		int removed = before - this.queue.size();
		if (running != null) {
			this.queue.addFirst(running);
		}
		return removed;
	}

	boolean isRunning(Work work) {
		return this.state == State.BUSY && this.queue.peek() == work;
	}

	enum State {

		/** Wants a slot. */
		READY,

		/** Has a slot; its head runs, or is done asynchronously. */
		BUSY,

		/** Its head waits to be tried again, without a slot. */
		PARKED

	}

	/**
	 * A piece of work in a lane.
	 */
	interface Work {

		/**
		 * Does it, or goes on with it. Never called twice at the same time.
		 * @param lane to be told later, after {@link Step#LATER}
		 * @return what comes next
		 */
		Step run(Lane lane);

		/**
		 * Whether it needs no run any more.
		 * @return whether it is given up
		 */
		boolean isGone();

		/**
		 * Gives it up: it isn't begun any more, and not run again if it runs.
		 */
		void abandon();

	}

	/**
	 * What comes after a run.
	 *
	 * @param kind which way it goes on
	 * @param delay before the next run, or none
	 */
	record Step(Kind kind, @Nullable Duration delay) {

		/** Nothing: the lane goes on with the next. */
		static final Step DONE = new Step(Kind.DONE, null);

		/** {@link Lane#finish()} or {@link Lane#rerun()}; the lane keeps its slot. */
		static final Step LATER = new Step(Kind.LATER, null);

		/** Another run after a delay; the slot goes to another lane meanwhile. */
		static Step again(Duration delay) {
			return new Step(Kind.AGAIN, delay);
		}

		enum Kind {

			DONE, LATER, AGAIN

		}

	}

}
