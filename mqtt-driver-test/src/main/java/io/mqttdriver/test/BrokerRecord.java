package io.mqttdriver.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeMqttBroker} has seen. Written by the broker's thread, read and
 * awaited by any: its monitor guards it, and every entry wakes those who wait.
 */
final class BrokerRecord {

	private static final int LOG_LINES = 200;

	private final List<ReceivedPacket> packets = new ArrayList<>();

	private final Map<MqttPacketType, Integer> counts = new EnumMap<>(MqttPacketType.class);

	private final Deque<Object> log = new ArrayDeque<>();

	private final List<String> problems = new ArrayList<>();

	private final Map<Integer, Set<Integer>> unacknowledged = new HashMap<>();

	private int mostUnacknowledged;

	private int accepted;

	private int open;

	synchronized int accepted() {
		return this.accepted;
	}

	synchronized int open() {
		return this.open;
	}

	synchronized int onAccept(Object peer) {
		this.accepted++;
		this.open++;
		log("#" + this.accepted + " accepted from " + peer);
		return this.accepted;
	}

	synchronized void onClose(int connection) {
		this.open--;
		this.unacknowledged.remove(connection);
		log("#" + connection + " closed");
	}

	synchronized void onPacket(ReceivedPacket packet) {
		this.packets.add(packet);
		this.counts.merge(packet.type(), 1, Integer::sum);
		if (packet.type() == MqttPacketType.PUBLISH && packet.qos() > 0) {
			Set<Integer> open = this.unacknowledged.computeIfAbsent(packet.connection(), (key) -> new HashSet<>());
			open.add(packet.packetId());
			this.mostUnacknowledged = Math.max(this.mostUnacknowledged, open.size());
		}
		log(packet);
	}

	synchronized void onSent(int connection, SentPacket packet) {
		if (packet.settles()) {
			this.unacknowledged.computeIfAbsent(connection, (key) -> new HashSet<>()).remove(packet.packetId());
		}
		log("#" + connection + " sent " + packet);
	}

	synchronized void onUnsent(int connection, SentPacket packet, Throwable problem) {
		log("#" + connection + " could not send " + packet + ": " + problem);
	}

	synchronized void onProblem(int connection, Throwable problem) {
		String text = "#" + connection + " " + problem;
		this.problems.add(text);
		log(text);
	}

	synchronized List<ReceivedPacket> packets() {
		return List.copyOf(this.packets);
	}

	synchronized List<ReceivedPacket> packets(MqttPacketType type) {
		return this.packets.stream().filter((packet) -> packet.type() == type).toList();
	}

	synchronized int count(MqttPacketType type) {
		return this.counts.getOrDefault(type, 0);
	}

	/** Waits for the first packet that fits, looking at each one once. */
	synchronized ReceivedPacket awaitPacket(String what, Predicate<ReceivedPacket> condition, Duration timeout) {
		AtomicInteger looked = new AtomicInteger();
		return await(what, timeout, () -> {
			looked.set(Math.min(looked.get(), this.packets.size()));
			while (looked.get() < this.packets.size()) {
				ReceivedPacket packet = this.packets.get(looked.getAndIncrement());
				if (condition.test(packet)) {
					return packet;
				}
			}
			return null;
		});
	}

	synchronized List<String> log() {
		return this.log.stream().map(Object::toString).toList();
	}

	synchronized int mostUnacknowledged() {
		return this.mostUnacknowledged;
	}

	synchronized List<String> problems() {
		return List.copyOf(this.problems);
	}

	synchronized void clear() {
		this.packets.clear();
		this.counts.clear();
		this.problems.clear();
		this.log.clear();
		this.mostUnacknowledged = 0;
	}

	/** Waits until the condition gives a value. */
	synchronized <T> T await(String what, Duration timeout, Supplier<@Nullable T> condition) {
		long deadline = System.nanoTime() + timeout.toNanos();
		T value = condition.get();
		while (value == null) {
			long left = deadline - System.nanoTime();
			if (left <= 0) {
				throw new AssertionError("Not within " + timeout + ": " + what + ". " + describe());
			}
			sleep(left, what);
			value = condition.get();
		}
		return value;
	}

	private void sleep(long nanos, String what) {
		try {
			TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for " + what + ". " + describe(), ex);
		}
	}

	private String describe() {
		String lines = String.join("\n  ", log());
		return "Connections accepted: " + this.accepted + ", open: " + this.open + ". The broker saw"
				+ ((this.log.size() == LOG_LINES) ? " last" : "") + ":\n  " + lines;
	}

	private void log(Object line) {
		this.log.addLast(line);
		if (this.log.size() > LOG_LINES) {
			this.log.removeFirst();
		}
		notifyAll();
	}

}
