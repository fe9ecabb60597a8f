package io.mqttdriver.outbound;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.Traffic;
import io.mqttdriver.engine.WireSubscription;

/**
 * A client that keeps what it is given. Its socket takes all bytes at once, unless it is
 * slow: then a test says when.
 */
final class RecordingClient implements EngineClient, Traffic {

	record Sent(long token, OutboundPublish publish) {

		String topic() {
			return this.publish.topic();
		}

		String text() {
			return new String(this.publish.payload(), StandardCharsets.UTF_8);
		}

	}

	private final LongSupplier nanoTime;

	private final List<Sent> sent = new ArrayList<>();

	private Consumer<Sent> onPublish = (sent) -> {
	};

	private boolean slow;

	private long submitted;

	private long written;

	private long lastWrite;

	private long lastRead;

	private long read;

	RecordingClient(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.submitted = 40;
		write(40);
		this.read = 20;
		this.lastRead = nanoTime.getAsLong();
	}

	void onPublish(Consumer<Sent> onPublish) {
		this.onPublish = onPublish;
	}

	void slow() {
		this.slow = true;
	}

	void write(long bytes) {
		this.written += bytes;
		this.lastWrite = this.nanoTime.getAsLong();
	}

	synchronized List<Sent> sent() {
		return List.copyOf(this.sent);
	}

	List<String> texts() {
		return sent().stream().map(Sent::text).toList();
	}

	Sent last() {
		List<Sent> all = sent();
		return all.get(all.size() - 1);
	}

	@Override
	public void publish(long token, OutboundPublish publish) {
		Sent one = new Sent(token, publish);
		synchronized (this) {
			this.sent.add(one);
			long size = PublishSize.of(publish);
			this.submitted += size;
			if (!this.slow) {
				write(size);
			}
		}
		this.onPublish.accept(one);
	}

	@Override
	public void subscribe(long token, int identifier, List<WireSubscription> filters) {
		throw new AssertionError("The outbox subscribes to nothing");
	}

	@Override
	public void unsubscribe(long token, List<String> filters) {
		throw new AssertionError("The outbox unsubscribes from nothing");
	}

	@Override
	public void acknowledge(long delivery) {
		throw new AssertionError("The outbox acknowledges nothing");
	}

	@Override
	public void close(int reasonCode, Duration grace) {
		throw new AssertionError("The outbox closes no client");
	}

	@Override
	public Traffic traffic() {
		return this;
	}

	@Override
	public synchronized long submitted() {
		return this.submitted;
	}

	@Override
	public synchronized long written() {
		return this.written;
	}

	@Override
	public long read() {
		return this.read;
	}

	@Override
	public synchronized long lastWriteNanos() {
		return this.lastWrite;
	}

	@Override
	public long lastReadNanos() {
		return this.lastRead;
	}

	@Override
	public String socket() {
		return "127.0.0.1:50000 -> 127.0.0.1:1883 open";
	}

}
