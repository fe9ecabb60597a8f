package io.mqttdriver.benchmark.fault;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.benchmark.fault.client.ClientUnderTest;
import io.mqttdriver.benchmark.fault.field.Topics;
import io.mqttdriver.benchmark.fault.ledger.Ledger;
import io.mqttdriver.benchmark.fault.ledger.Resources;

/**
 * Publishes numbered messages through the client under test, on a thread of its own,
 * which hangs if the client's call does.
 */
final class Load {

	private final ClientUnderTest client;

	private final Ledger ledger;

	private volatile boolean stopping;

	private volatile long lastOffer;

	private volatile Thread thread = new Thread();

	Load(ClientUnderTest client, Ledger ledger) {
		this.client = client;
		this.ledger = ledger;
	}

	/** So many a second, whatever becomes of them, until stopped. */
	void start(int perSecond) {
		this.stopping = false;
		long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
		run(() -> {
			long next = System.nanoTime();
			while (!this.stopping) {
				publish();
				next += period;
				sleep(next - System.nanoTime());
			}
		});
	}

	/** So many at once. */
	void burst(int count) throws InterruptedException {
		this.stopping = false;
		run(() -> {
			for (int i = 0; i < count && !this.stopping; i++) {
				publish();
			}
		});
		this.thread.join(Duration.ofSeconds(30).toMillis());
	}

	/** No more; a call that hangs is left behind. */
	void stop() throws InterruptedException {
		this.stopping = true;
		this.thread.join(Duration.ofSeconds(2).toMillis());
	}

	boolean isRunning() {
		return this.thread.isAlive();
	}

	/** When the last publish was offered. */
	long lastOffer() {
		return this.lastOffer;
	}

	private void run(Runnable work) {
		Thread started = new Thread(work, Resources.HARNESS + "load");
		started.setDaemon(true);
		started.start();
		this.thread = started;
	}

	private void publish() {
		this.lastOffer = System.nanoTime();
		int number = this.ledger.offer();
		try {
			CompletableFuture<?> future = this.client.publish(Topics.out(number), Integer.toString(number));
			this.ledger.returned(number);
			future.whenComplete((result, failure) -> this.ledger.settled(number, failure, System.nanoTime()));
		}
		catch (Exception ex) {
			this.ledger.returned(number);
			this.ledger.settled(number, ex, System.nanoTime());
		}
	}

	private static void sleep(long nanos) {
		if (nanos > 0) {
			try {
				TimeUnit.NANOSECONDS.sleep(nanos);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
