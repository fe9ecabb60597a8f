package io.mqttdriver.listener;

import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the process alive while there are listeners, as other Spring listener containers
 * do: the driver's own threads are daemons. For any thread.
 */
final class KeepAlive {

	private @Nullable CountDownLatch end;

	synchronized void start() {
		if (this.end != null) {
			return;
		}
		CountDownLatch latch = new CountDownLatch(1);
		this.end = latch;
		Thread thread = new Thread(() -> await(latch), "mqtt-listeners-keep-alive");
		thread.setDaemon(false);
		thread.start();
	}

	synchronized void stop() {
		if (this.end != null) {
			this.end.countDown();
			this.end = null;
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
