package io.mqttdriver.connection;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

import io.mqttdriver.connection.HerdBroker.Kind;
import io.mqttdriver.simulation.VirtualTime;

/**
 * A fleet whose broker goes away for a while, in virtual time: when does each device try,
 * and when is the last one back? Not thread-safe.
 */
final class Herd {

	private static final long SECOND = 1_000_000;

	/** After the broker's return; who is not back then is not counted as back. */
	private static final long PATIENCE = Duration.ofHours(1).toSeconds() * SECOND;

	private static final long LONG_BEFORE = Duration.ofDays(1).toSeconds() * SECOND;

	private static final int ATTEMPT = 0;

	private static final int FAILURE = 1;

	private final EventQueue events = new EventQueue();

	private final HerdDevice[] devices;

	private final HerdBroker broker;

	private final long backAt;

	private final int[] attempts = new int[(int) (PATIENCE / SECOND) + 1];

	private long now;

	private int missing;

	private long lastConnected;

	private long wasted;

	private Herd(Fleet fleet, Outage outage) {
		this.backAt = outage.away.toNanos() / 1000;
		this.broker = new HerdBroker(outage.broker, this.backAt, outage.perSecond);
		VirtualTime unused = new VirtualTime();
		Clockwork clockwork = new Clockwork(unused, unused, () -> this.now * 1000, unused.wallClock(),
				new SplittableRandom(fleet.seed));
		this.devices = new HerdDevice[fleet.size];
		this.missing = fleet.size;
		for (int i = 0; i < fleet.size; i++) {
			this.devices[i] = fleet.policy.device(clockwork);
		}
	}

	/** Lets it happen. */
	static Outcome of(Fleet fleet, Outage outage) {
		Herd herd = new Herd(fleet, outage);
		herd.begin(outage.beginning);
		herd.run();
		return herd.outcome();
	}

	private void begin(Beginning beginning) {
		for (int i = 0; i < this.devices.length; i++) {
			this.now = -LONG_BEFORE;
			HerdDevice device = this.devices[i];
			long wait = device.starts();
			if (beginning != Beginning.POWER_ON) {
				device.attempts();
				device.connected();
				device.stable();
				this.now = 0;
				wait = device.lost(beginning == Beginning.SHED);
			}
			this.now = 0;
			after(wait, i, ATTEMPT);
		}
	}

	private void run() {
		while (this.missing > 0) {
			long next = this.events.take();
			this.now = EventQueue.micros(next);
			if (this.now > this.backAt + PATIENCE) {
				return;
			}
			int device = EventQueue.event(next) / 2;
			if (EventQueue.event(next) % 2 == ATTEMPT) {
				attempt(device);
			}
			else {
				after(this.devices[device].failed(false), device, ATTEMPT);
			}
		}
	}

	private void attempt(int device) {
		this.devices[device].attempts();
		boolean there = this.now >= this.backAt;
		if (there) {
			this.attempts[(int) ((this.now - this.backAt) / SECOND)]++;
		}
		if (this.broker.accepts(this.now)) {
			this.missing--;
			this.lastConnected = Math.max(this.lastConnected, this.broker.answeredAt());
			return;
		}
		this.wasted += there ? 1 : 0;
		if (this.broker.answeredAt() > this.now) {
			this.events.add(this.broker.answeredAt(), 2 * device + FAILURE);
		}
		else {
			after(this.devices[device].failed(this.broker.saysBusy(this.now)), device, ATTEMPT);
		}
	}

	private void after(long nanos, int device, int what) {
		this.events.add(this.now + (nanos + 999) / 1000, 2 * device + what);
	}

	private Outcome outcome() {
		int peak = Arrays.stream(this.attempts).max().orElse(0);
		return new Outcome((this.lastConnected - this.backAt) / (double) SECOND, peak, this.wasted, this.missing);
	}

	/**
	 * The devices.
	 *
	 * @param size how many
	 * @param policy when they try again
	 * @param seed of everything random about them
	 */
	record Fleet(int size, Policy policy, long seed) {
	}

	/**
	 * What happens to them, all at once.
	 *
	 * @param beginning how it begins
	 * @param away how long the broker accepts nothing
	 * @param broker what it does with attempts that it can't accept
	 * @param perSecond how many connections it accepts
	 */
	record Outage(Beginning beginning, Duration away, Kind broker, int perSecond) {
	}

	/** How it begins. */
	enum Beginning {

		/** The broker closes all connections, which had long been stable. */
		LOSS,

		/** It does so with DISCONNECT 0x97. */
		SHED,

		/** All devices are switched on. */
		POWER_ON

	}

	/** Makes the devices. */
	interface Policy {

		HerdDevice device(Clockwork clockwork);

	}

	/**
	 * What came of it, counted from the broker's return.
	 *
	 * @param back seconds until the last device was connected that is
	 * @param peak the most attempts in a second
	 * @param wasted attempts that failed
	 * @param missing devices not back within an hour
	 */
	record Outcome(double back, int peak, long wasted, int missing) {
	}

}
