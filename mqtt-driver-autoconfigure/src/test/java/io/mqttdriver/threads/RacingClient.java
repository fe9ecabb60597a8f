package io.mqttdriver.threads;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.EngineEvents;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.Traffic;
import io.mqttdriver.engine.WireSubscription;

/**
 * One client of a {@link RacingEngine}: its events are serial, on whichever thread is
 * free. Safe for use by many threads.
 */
final class RacingClient implements EngineClient, Traffic {

	static final int WINDOW = 8;

	private static final ServerLimits LIMITS = new ServerLimits(2, true, 1_000_000, WINDOW, WINDOW, true, true, true,
			Duration.ZERO, null, null);

	private final RacingEngine engine;

	private final EngineEvents events;

	private final Queue<Consumer<EngineEvents>> mailbox = new ConcurrentLinkedQueue<>();

	private final AtomicInteger work = new AtomicInteger();

	private final Set<String> filters = ConcurrentHashMap.newKeySet();

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong deliveries = new AtomicLong();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final AtomicBoolean lost = new AtomicBoolean();

	RacingClient(RacingEngine engine, EngineEvents events) {
		this.engine = engine;
		this.events = events;
	}

	void connect() {
		this.engine.soon(() -> {
			if (this.engine.losesThis()) {
				drop();
			}
			else {
				tell((events) -> events.connected(LIMITS, false));
			}
		});
	}

	@Override
	public void publish(long token, OutboundPublish publish) {
		if (isGone()) {
			return;
		}
		this.sent.incrementAndGet();
		if (token > 0 && this.open.incrementAndGet() > WINDOW) {
			this.engine.fault("more than the window is open");
		}
		if (this.engine.losesThis()) {
			drop();
			return;
		}
		this.engine.take(publish);
		this.engine.soon(() -> {
			if (this.engine.losesThis()) {
				drop();
			}
			else if (!this.engine.mute || token <= 0) {
				tell((events) -> {
					if (token > 0) {
						this.open.decrementAndGet();
					}
					events.settled(token, 0, "");
				});
			}
		});
	}

	/** A message that came to the server. */
	void offer(OutboundPublish publish) {
		if (isSubscribed(publish.topic())) {
			tell((events) -> events.received(new InboundPublish(this.deliveries.incrementAndGet(), publish.topic(),
					publish.payload(), publish.qos(), false, false, List.of(), publish.properties())));
		}
	}

	boolean isSubscribed(String topic) {
		return !isGone() && this.filters.contains(topic);
	}

	@Override
	public void subscribe(long token, int identifier, List<WireSubscription> wanted) {
		wanted.forEach((filter) -> this.filters.add(filter.filter()));
		answer(token, wanted.stream().map(WireSubscription::qos).toList());
	}

	@Override
	public void unsubscribe(long token, List<String> unwanted) {
		unwanted.forEach(this.filters::remove);
		answer(token, unwanted.stream().map((filter) -> 0).toList());
	}

	private void answer(long token, List<Integer> reasonCodes) {
		this.engine.soon(() -> {
			if (this.engine.losesThis()) {
				drop();
			}
			else {
				tell((events) -> events.answered(token, reasonCodes));
			}
		});
	}

	@Override
	public void acknowledge(long delivery) {
		if (delivery > this.deliveries.get()) {
			this.engine.fault("acknowledged what was never delivered");
		}
	}

	@Override
	public void close(int reasonCode, Duration grace) {
		if (this.closing.compareAndSet(false, true)) {
			this.engine.soon(() -> post((events) -> {
				this.engine.ended(this);
				events.closed();
			}));
		}
	}

	void drop() {
		tell((events) -> {
			this.lost.set(true);
			events.lost(EngineFailure.of(Kind.CLOSED, "the racing server lost it", null));
		});
	}

	private boolean isGone() {
		return this.closing.get() || this.lost.get();
	}

	private void tell(Consumer<EngineEvents> event) {
		post((events) -> {
			if (!isGone()) {
				event.accept(events);
			}
		});
	}

	private void post(Consumer<EngineEvents> event) {
		this.mailbox.add(event);
		if (this.work.getAndIncrement() == 0) {
			this.engine.soon(this::drain);
		}
	}

	private void drain() {
		int seen = this.work.get();
		while (seen != 0) {
			for (Consumer<EngineEvents> next = this.mailbox.poll(); next != null; next = this.mailbox.poll()) {
				try {
					next.accept(this.events);
				}
				catch (RuntimeException | Error ex) {
					this.engine.fault("an event threw " + ex);
				}
			}
			seen = this.work.addAndGet(-seen);
		}
	}

	@Override
	public Traffic traffic() {
		return this;
	}

	@Override
	public long submitted() {
		return this.sent.get();
	}

	@Override
	public long written() {
		return this.sent.get();
	}

	@Override
	public long read() {
		return this.deliveries.get();
	}

	@Override
	public long lastWriteNanos() {
		return System.nanoTime();
	}

	@Override
	public long lastReadNanos() {
		return System.nanoTime();
	}

	@Override
	public String socket() {
		return "none";
	}

}
