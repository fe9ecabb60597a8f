package io.mqttdriver.connection;

import java.util.random.RandomGenerator;

/**
 * Another library's automatic reconnection as a device of a {@link Herd}: the waits
 * double from one second to a longest one, give or take a share. Not thread-safe.
 */
final class PeerInHerd implements HerdDevice {

	private static final double SECOND = 1e9;

	private final double longest;

	private final double share;

	private final RandomGenerator random;

	private int failures;

	private PeerInHerd(double longestSeconds, double share, RandomGenerator random) {
		this.longest = longestSeconds * SECOND;
		this.share = share;
		this.random = random;
	}

	/**
	 * Paho 1.2.5, {@code MqttAsyncClient}: 1 s after the loss, doubled by each failure
	 * until it is not less than {@code maxReconnectDelay}, 128 s; no jitter.
	 */
	static PeerInHerd paho(RandomGenerator random) {
		return new PeerInHerd(128, 0, random);
	}

	/**
	 * HiveMQ 1.3, {@code MqttClientAutoReconnectImpl}: 1 s doubled by each failure up to
	 * 120 s, then a random part of a quarter more or less.
	 */
	static PeerInHerd hivemq(RandomGenerator random) {
		return new PeerInHerd(120, 0.25, random);
	}

	@Override
	public long starts() {
		return 0;
	}

	@Override
	public long lost(boolean busy) {
		this.failures = 0;
		return due();
	}

	@Override
	public void attempts() {
	}

	@Override
	public void connected() {
	}

	@Override
	public void stable() {
	}

	@Override
	public long failed(boolean busy) {
		this.failures++;
		return due();
	}

	private long due() {
		double wait = Math.min(SECOND * Math.pow(2, this.failures), this.longest);
		return (long) (wait * (1 + this.share * this.random.nextDouble(-1, 1)));
	}

}
