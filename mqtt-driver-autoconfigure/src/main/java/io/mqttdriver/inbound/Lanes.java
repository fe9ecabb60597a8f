package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.inbound.Lane.State;
import io.mqttdriver.inbound.Lane.Step;
import io.mqttdriver.inbound.Lane.Work;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A serial queue for each topic, of which at most {@code concurrency} run at a time, in
 * turn. A lane that is empty is forgotten. Safe for use by many threads: the monitor
 * guards the queues, and nothing is called while it is held.
 */
final class Lanes {

	private static final Log logger = LogFactory.getLog(Lanes.class);

	private final int concurrency;

	private final Later later;

	private final Runnable progressed;

	private final Map<String, Lane> lanes = new HashMap<>();

	private final Deque<Lane> ready = new ArrayDeque<>();

	private int busy;

	private int size;

	private boolean paused;

	private boolean closed;

	/**
	 * Creates lanes.
	 * @param concurrency how many run at a time
	 * @param later for threads and time
	 * @param progressed called whenever there is less to do
	 */
	Lanes(int concurrency, Later later, Runnable progressed) {
		this.concurrency = concurrency;
		this.later = later;
		this.progressed = progressed;
	}

	/**
	 * Puts work at the end of its topic's lane.
	 * @return {@code false} if the lanes are closed
	 */
	boolean offer(String topic, Work work) {
		synchronized (this) {
			if (this.closed) {
				return false;
			}
			Lane lane = this.lanes.computeIfAbsent(topic, (name) -> new Lane(this, name));
			lane.queue.add(work);
			this.size++;
			if (lane.queue.size() == 1) {
				makeReady(lane);
			}
		}
		dispatch();
		return true;
	}

	private void makeReady(Lane lane) {
		lane.state = State.READY;
		this.ready.add(lane);
	}

	private void dispatch() {
		Lane lane = take();
		while (lane != null && start(lane)) {
			lane = take();
		}
	}

	private synchronized @Nullable Lane take() {
		if (this.paused || this.busy >= this.concurrency) {
			return null;
		}
		Lane lane = this.ready.poll();
		if (lane != null) {
			lane.state = State.BUSY;
			this.busy++;
		}
		return lane;
	}

	private boolean start(Lane lane) {
		boolean started = this.later.now(() -> work(lane));
		if (!started) {
			synchronized (this) {
				this.busy--;
				makeReady(lane);
			}
			this.later.whenThreadsMayBeBack(this::dispatch);
		}
		return started;
	}

	/** A handler thread: from lane to lane, as long as there is a slot and work. */
	private void work(Lane first) {
		Lane lane = first;
		while (lane != null) {
			Work work = head(lane);
			Step step = run(work, lane);
			switch (step.kind()) {
				case DONE -> release(lane);
				case AGAIN -> park(lane, work, step.delay());
				case LATER -> {
				}
			}
			lane = take();
		}
	}

	private synchronized Work head(Lane lane) {
		return lane.queue.element();
	}

	private Step run(Work work, Lane lane) {
		try {
			return work.run(lane);
		}
		catch (RuntimeException | Error ex) {
			logger.error("Handling of a message broke off; it stays unacknowledged", ex);
			return Step.DONE;
		}
	}

	private void release(Lane lane) {
		synchronized (this) {
			lane.queue.remove();
			this.size--;
			this.busy--;
			if (lane.queue.isEmpty()) {
				this.lanes.remove(lane.topic);
			}
			else {
				makeReady(lane);
			}
		}
		this.progressed.run();
	}

	private void park(Lane lane, Work work, @Nullable Duration delay) {
		synchronized (this) {
			lane.state = State.PARKED;
			this.busy--;
		}
		this.later.onTimer((delay != null) ? delay : Duration.ZERO, () -> wake(lane, work));
		this.progressed.run();
	}

	private void wake(Lane lane, Work work) {
		synchronized (this) {
			if (lane.state != State.PARKED || lane.queue.peek() != work) {
				return;
			}
			makeReady(lane);
		}
		dispatch();
	}

	void finished(Lane lane) {
		release(lane);
		dispatch();
	}

	void rerun(Lane lane) {
		start(lane);
	}

	/** Forgets work that is gone and waits near the head of its lane. */
	void remove(String topic, Work work) {
		synchronized (this) {
			Lane lane = this.lanes.get(topic);
			if (lane == null || lane.isRunning(work)) {
				return;
			}
			Work head = lane.queue.peek();
			if (!lane.queue.remove(work)) {
				return;
			}
			this.size--;
			tidy(lane, head);
			if (lane.queue.isEmpty()) {
				this.ready.remove(lane);
			}
		}
		this.progressed.run();
	}

	/** Forgets all work that is gone and isn't running. */
	void sweep() {
		synchronized (this) {
			for (Lane lane : List.copyOf(this.lanes.values())) {
				Work head = lane.queue.peek();
				this.size -= lane.sweep();
				tidy(lane, head);
			}
			this.ready.removeIf((lane) -> lane.queue.isEmpty());
		}
		dispatch();
		this.progressed.run();
	}

	private void tidy(Lane lane, @Nullable Work headBefore) {
		if (lane.queue.isEmpty()) {
			this.lanes.remove(lane.topic);
		}
		else if (lane.state == State.PARKED && lane.queue.peek() != headBefore) {
			makeReady(lane);
		}
	}

	synchronized List<Work> works() {
		return this.lanes.values().stream().flatMap((lane) -> lane.queue.stream()).toList();
	}

	void pause() {
		synchronized (this) {
			this.paused = !this.closed;
		}
		this.progressed.run();
	}

	void resume() {
		synchronized (this) {
			this.paused = false;
		}
		dispatch();
	}

	/** Takes no more; what waits is still done, a pause ends. */
	void close() {
		synchronized (this) {
			this.closed = true;
		}
		resume();
		this.progressed.run();
	}

	synchronized boolean isPaused() {
		return this.paused;
	}

	synchronized boolean isFinished() {
		return this.closed && this.size == 0;
	}

	synchronized int size() {
		return this.size;
	}

	/** What runs or will run without anybody's doing. */
	synchronized int outstanding() {
		return this.paused ? this.busy : this.size;
	}

	/** For tests: how many topics are remembered. */
	synchronized int topics() {
		return this.lanes.size();
	}

}
