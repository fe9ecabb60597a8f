package io.mqttdriver.benchmark.fault.field;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.benchmark.fault.ledger.Resources;

/**
 * Publishes numbered messages of QoS 1, always directly to the broker: one at a time,
 * each again until it is acknowledged. The numbers from 0 to {@link #sent()} are with the
 * broker. One thread of its own.
 */
public final class IndependentPublisher implements AutoCloseable {

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(200);

	private final int port;

	private final Duration period;

	private final AtomicInteger sent = new AtomicInteger();

	private final Thread thread = new Thread(this::run, Resources.HARNESS + "independent-publisher");

	private volatile boolean stopping;

	private IndependentPublisher(int port, Duration period) {
		this.port = port;
		this.period = period;
		this.thread.setDaemon(true);
	}

	/** Starts one. */
	public static IndependentPublisher start(int port, int perSecond) {
		IndependentPublisher publisher = new IndependentPublisher(port, Duration.ofSeconds(1).dividedBy(perSecond));
		publisher.thread.start();
		return publisher;
	}

	/** How many the broker acknowledged. */
	public int sent() {
		return this.sent.get();
	}

	private void run() {
		try {
			while (!this.stopping) {
				publishWhileConnected();
				Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void publishWhileConnected() throws InterruptedException {
		try (PlainConnection connection = PlainConnection.open(this.port, "independent-publisher")) {
			while (!this.stopping) {
				int number = this.sent.get();
				connection.publish(Topics.in(number), Integer.toString(number));
				this.sent.incrementAndGet();
				Thread.sleep(this.period.toMillis());
			}
		}
		catch (IOException ex) {
			// The broker is away: again, on a new connection.
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.stopping = true;
		this.thread.join(Duration.ofSeconds(15).toMillis());
	}

}
