package io.mqttdriver.engine.paho;

/**
 * Counts what was given to Paho and what came out of it, so that what the server said
 * last is told before the loss that follows it. The reading thread gives and waits,
 * Paho's callback thread takes.
 */
final class Backlog {

	private static final long LONGEST_WAIT_MILLIS = 200;

	private long given;

	private long taken;

	private boolean abandoned;

	synchronized void given() {
		this.given++;
	}

	synchronized void taken() {
		this.taken++;
		if (this.taken >= this.given) {
			notifyAll();
		}
	}

	/** The client is closed: nobody waits any more. */
	synchronized void abandon() {
		this.abandoned = true;
		notifyAll();
	}

	synchronized void await() {
		long end = System.nanoTime() + LONGEST_WAIT_MILLIS * 1_000_000;
		long rest = LONGEST_WAIT_MILLIS;
		while (!this.abandoned && this.taken < this.given && rest > 0) {
			try {
				wait(rest);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			rest = (end - System.nanoTime()) / 1_000_000;
		}
	}

}
