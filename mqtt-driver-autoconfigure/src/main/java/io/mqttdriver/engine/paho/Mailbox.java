package io.mqttdriver.engine.paho;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.mqttdriver.engine.EngineEvents;
import io.mqttdriver.engine.EngineFailure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The events of one client, one after the other. Any thread posts, whatever locks it
 * holds; a worker runs what was posted and holds none. The counter of work says who
 * starts it. Rule 8: Paho's threads only post.
 */
final class Mailbox {

	private static final Log logger = LogFactory.getLog(Mailbox.class);

	private final EngineEvents events;

	private final Executor workers;

	private final Queue<Consumer<EngineEvents>> queue = new ConcurrentLinkedQueue<>();

	private final AtomicInteger work = new AtomicInteger(1);

	private boolean lost;

	private boolean closed;

	Mailbox(EngineEvents events, Executor workers) {
		this.events = events;
		this.workers = workers;
	}

	/** Nothing is told before this. */
	void open() {
		if (this.work.decrementAndGet() > 0) {
			this.workers.execute(this::drain);
		}
	}

	void tell(Consumer<EngineEvents> event) {
		post((target) -> {
			if (!this.lost && !this.closed) {
				event.accept(target);
			}
		});
	}

	void lost(EngineFailure failure) {
		post((target) -> {
			if (!this.lost && !this.closed) {
				this.lost = true;
				target.lost(failure);
			}
		});
	}

	void closed() {
		post((target) -> {
			if (!this.closed) {
				this.closed = true;
				target.closed();
			}
		});
	}

	private void post(Consumer<EngineEvents> event) {
		this.queue.add(event);
		if (this.work.getAndIncrement() == 0) {
			this.workers.execute(this::drain);
		}
	}

	private void drain() {
		int done = this.work.get();
		do {
			for (Consumer<EngineEvents> event = this.queue.poll(); event != null; event = this.queue.poll()) {
				run(event);
			}
			done = this.work.addAndGet(-done);
		}
		while (done != 0);
	}

	private void run(Consumer<EngineEvents> event) {
		try {
			event.accept(this.events);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A listener of the engine threw; it must hand on and return", ex);
		}
	}

}
