package io.mqttdriver.outbound;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

import io.mqttdriver.MqttDriverException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.OutboundPublish;
import org.jspecify.annotations.Nullable;

/**
 * Accepts publishes within bounds, keeps them over any number of clients, and settles
 * each exactly once. Safe for use by many threads: one lock guards what is kept, and is
 * never held while an engine, an observer or a future's dependents run. Futures complete
 * on the callback threads only.
 */
public final class Outbox {

	private final PublishSettings settings;

	private final LongSupplier nanoTime;

	private final ScheduledExecutorService timer;

	private final Settlements settlements;

	private final Pending pending;

	private final Lock lock;

	private final Intake intake;

	private final Deadlines deadlines;

	private @Nullable WindowContext latest;

	/**
	 * Creates an empty one.
	 * @param settings bounds and timeouts
	 * @param nanoTime the monotonic clock
	 * @param timer for deadlines; its tasks are short
	 * @param callbacks completes futures; its tasks may block
	 * @param observer told of each outcome
	 */
	public Outbox(PublishSettings settings, LongSupplier nanoTime, ScheduledExecutorService timer, Executor callbacks,
			PublishObserver observer) {
		this.settings = settings;
		this.nanoTime = nanoTime;
		this.timer = timer;
		this.settlements = new Settlements(callbacks, observer, nanoTime);
		this.pending = new Pending(settings, this.settlements);
		this.lock = this.pending.lock();
		this.intake = new Intake(nanoTime, () -> this.pending.current() != null);
		this.deadlines = new Deadlines(this.pending, nanoTime, timer, this::passed);
	}

	/**
	 * Accepts a publish: QoS 1 and 2 at any time, QoS 0 while a window is started. Waits
	 * for room where the settings say so, but not on a {@link DriverThread}.
	 * @param publish a valid publish
	 * @return completes once; cancelling doesn't withdraw
	 * @throws IllegalArgumentException if it is larger than an MQTT packet can be
	 */
	public CompletableFuture<MqttPublishResult> publish(OutboundPublish publish) {
		return accept(publish, PublishSize.requirePossible(publish), this.pending.main());
	}

	/**
	 * Accepts a dead letter or a reply into a room of its own, bounded by the same
	 * numbers: a full outbox doesn't stop it, and it starves nobody. Never waits;
	 * accepted also while draining.
	 * @param publish a valid publish
	 * @return completes once; cancelling doesn't withdraw
	 */
	public CompletableFuture<MqttPublishResult> publishReserved(OutboundPublish publish) {
		return accept(publish, PublishSize.of(publish), this.pending.reserved());
	}

	/**
	 * Makes the window of a client, to be made before its CONNECT.
	 * @param client sends nothing until {@link Window#start}
	 * @param context what surrounds it
	 * @return to be closed when the client is dead
	 */
	public Window open(EngineClient client, WindowContext context) {
		Window window = new Window(this.pending, this.deadlines, this.settlements, client, context, this::progress);
		this.lock.lock();
		try {
			this.latest = context;
		}
		finally {
			this.lock.unlock();
		}
		return window;
	}

	/**
	 * How many are accepted and not yet settled.
	 * @return reserved ones included
	 */
	public int pending() {
		this.lock.lock();
		try {
			return this.pending.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * What is accepted and not yet settled takes so many bytes, overhead included.
	 * @return reserved ones included
	 */
	public long pendingBytes() {
		this.lock.lock();
		try {
			return this.pending.main().bytes() + this.pending.reserved().bytes();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * From now on only reserved publishes are accepted.
	 */
	public void closeIntake() {
		changeIntake(this.intake::drain);
	}

	/**
	 * Accepts again, after {@link #closeIntake} or {@link #failAll}.
	 */
	public void reopenIntake() {
		changeIntake(this.intake::open);
	}

	/**
	 * Tells when nothing is pending.
	 * @return complete if nothing is pending now; else completes on a callback thread
	 */
	public CompletableFuture<Void> drained() {
		return this.pending.drained();
	}

	/**
	 * Fails everything that is pending, and accepts nothing more until
	 * {@link #reopenIntake}.
	 * @param why what the futures fail with
	 */
	public void failAll(MqttDriverException why) {
		List<Delivery> left;
		this.lock.lock();
		try {
			this.intake.close();
			this.pending.main().wakeAll();
			left = this.pending.main().all();
			left.addAll(this.pending.reserved().all());
			this.deadlines.cancel();
		}
		finally {
			this.lock.unlock();
		}
		left.forEach((delivery) -> this.pending.failed(delivery, why));
	}

	/**
	 * As {@link #failAll}, and {@link #reopenIntake} has no effect any more.
	 * @param why what the futures fail with
	 */
	public void end(MqttDriverException why) {
		changeIntake(this.intake::end);
		failAll(why);
	}

	private void changeIntake(Runnable change) {
		this.lock.lock();
		try {
			change.run();
			this.pending.main().wakeAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private CompletableFuture<MqttPublishResult> accept(OutboundPublish publish, long size, Room room) {
		Delivery delivery;
		MqttDriverException refusal;
		Window window;
		this.lock.lock();
		try {
			delivery = new Delivery(publish, size, room, this.nanoTime.getAsLong());
			refusal = this.intake.refusal(delivery, room == this.pending.reserved());
			if (refusal == null) {
				this.pending.add(delivery);
				this.deadlines.accepted(delivery);
			}
			window = this.pending.current();
		}
		finally {
			this.lock.unlock();
		}
		if (refusal != null) {
			this.pending.failed(delivery, refusal);
		}
		else if (window != null) {
			window.pump();
		}
		return delivery.future();
	}

	private Progress progress(Window window, EngineClient client) {
		return new Progress(this.settings, this.nanoTime, this.timer, client, window::oldest, window::stalled);
	}

	private void passed(List<Delivery> late, List<Delivery> expired) {
		expired.forEach((delivery) -> this.pending.failed(delivery, Failures.expired(delivery)));
		if (!late.isEmpty()) {
			long now = this.nanoTime.getAsLong();
			String scene = scene(now);
			late.forEach((delivery) -> this.pending.failed(delivery,
					Failures.timeout(delivery, this.settings.deliveryTimeout(), scene, now)));
		}
		Window window = started();
		if (window != null) {
			window.pump();
		}
	}

	private @Nullable Window started() {
		this.lock.lock();
		try {
			return this.pending.current();
		}
		finally {
			this.lock.unlock();
		}
	}

	private String scene(long now) {
		Window window;
		WindowContext context;
		int size;
		this.lock.lock();
		try {
			window = this.pending.current();
			context = this.latest;
			size = this.pending.size();
		}
		finally {
			this.lock.unlock();
		}
		return (window != null) ? window.scene(now) : Diagnosis.scene(context, size);
	}

}
