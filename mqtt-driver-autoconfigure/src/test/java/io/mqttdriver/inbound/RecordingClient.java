package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.Traffic;
import io.mqttdriver.engine.WireSubscription;

/**
 * A client that writes down what is acknowledged, and whether two threads acknowledged at
 * once. Everything else is a failure of the test.
 */
final class RecordingClient implements EngineClient {

	private final List<Long> acknowledged = Collections.synchronizedList(new ArrayList<>());

	private final AtomicInteger inside = new AtomicInteger();

	private volatile boolean overlapped;

	Runnable onAcknowledge = () -> {
	};

	@Override
	public void acknowledge(long delivery) {
		this.overlapped |= this.inside.incrementAndGet() > 1;
		this.acknowledged.add(delivery);
		this.onAcknowledge.run();
		this.inside.decrementAndGet();
	}

	List<Long> acknowledged() {
		return Collections.unmodifiableList(this.acknowledged);
	}

	boolean overlapped() {
		return this.overlapped;
	}

	@Override
	public void publish(long token, OutboundPublish publish) {
		throw new AssertionError("publish");
	}

	@Override
	public void subscribe(long token, int identifier, List<WireSubscription> filters) {
		throw new AssertionError("subscribe");
	}

	@Override
	public void unsubscribe(long token, List<String> filters) {
		throw new AssertionError("unsubscribe");
	}

	@Override
	public void close(int reasonCode, Duration grace) {
		throw new AssertionError("close");
	}

	@Override
	public Traffic traffic() {
		throw new AssertionError("traffic");
	}

}
