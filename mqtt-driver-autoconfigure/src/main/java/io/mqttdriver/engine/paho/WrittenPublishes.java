package io.mqttdriver.engine.paho;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Publishes of QoS 0 that Paho has let go and the socket has not taken yet. Rule 7: Paho
 * calls them complete as soon as they are in a buffer. Any thread adds and looks.
 */
final class WrittenPublishes {

	private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();

	private final LongSupplier written;

	private final LongConsumer onWritten;

	WrittenPublishes(LongSupplier written, LongConsumer onWritten) {
		this.written = written;
		this.onWritten = onWritten;
	}

	void add(long token, long end) {
		this.waiting.add(new Entry(token, end));
		look();
	}

	void look() {
		for (Entry entry = this.waiting.peek(); entry != null
				&& entry.end <= this.written.getAsLong(); entry = this.waiting.peek()) {
			if (this.waiting.remove(entry)) {
				this.onWritten.accept(entry.token);
			}
		}
	}

	private record Entry(long token, long end) {
	}

}
