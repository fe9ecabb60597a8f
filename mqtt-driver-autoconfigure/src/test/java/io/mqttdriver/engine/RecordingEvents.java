package io.mqttdriver.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes down what an engine tells, in order, and whether it ever told two things at
 * once.
 */
public final class RecordingEvents implements EngineEvents {

	private final List<Event> events = new CopyOnWriteArrayList<>();

	private final AtomicInteger running = new AtomicInteger();

	private volatile boolean overlapped;

	@Override
	public void connected(ServerLimits limits, boolean sessionPresent) {
		add(new Connected(limits, sessionPresent));
	}

	@Override
	public void settled(long token, int reasonCode, String reason) {
		add(new Settled(token, reasonCode, reason));
	}

	@Override
	public void answered(long token, List<Integer> reasonCodes) {
		add(new Answered(token, reasonCodes));
	}

	@Override
	public void received(InboundPublish publish) {
		add(new Received(publish));
	}

	@Override
	public void unreadable(int qos, int reasonCode) {
		add(new Unreadable(qos, reasonCode));
	}

	@Override
	public void lost(EngineFailure failure) {
		add(new Lost(failure));
	}

	@Override
	public void closed() {
		add(new Closed());
	}

	private void add(Event event) {
		if (this.running.incrementAndGet() != 1) {
			this.overlapped = true;
		}
		this.events.add(event);
		this.running.decrementAndGet();
	}

	public List<Event> all() {
		return List.copyOf(this.events);
	}

	public <T extends Event> List<T> all(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	public <T extends Event> boolean has(Class<T> type) {
		return !all(type).isEmpty();
	}

	public boolean overlapped() {
		return this.overlapped;
	}

	/** Something that was told. */
	public sealed interface Event {

	}

	public record Connected(ServerLimits limits, boolean sessionPresent) implements Event {
	}

	public record Settled(long token, int reasonCode, String reason) implements Event {
	}

	public record Answered(long token, List<Integer> reasonCodes) implements Event {
	}

	public record Received(InboundPublish publish) implements Event {
	}

	public record Unreadable(int qos, int reasonCode) implements Event {
	}

	public record Lost(EngineFailure failure) implements Event {
	}

	public record Closed() implements Event {
	}

}
