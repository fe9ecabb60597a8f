package io.mqttdriver.engine.paho;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * Lends a {@link ClientThreads} to each client. An empty group is lent again, since Java
 * 17 never forgets one.
 */
final class ThreadGroups {

	private final ThreadGroup parent = Thread.currentThread().getThreadGroup();

	private final Queue<ClientThreads> free = new ConcurrentLinkedQueue<>();

	ClientThreads lend(BiConsumer<Thread, Throwable> onDeath) {
		ClientThreads threads = this.free.poll();
		if (threads == null) {
			threads = new ClientThreads(this.parent);
		}
		threads.lentTo(onDeath);
		return threads;
	}

	void giveBack(ClientThreads threads) {
		threads.lentTo(ClientThreads.NOBODY);
		this.free.add(threads);
	}

}
