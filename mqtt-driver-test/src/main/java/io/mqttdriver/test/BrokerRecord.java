package io.mqttdriver.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeMqttBroker} has seen. Written by the broker's thread, read and
 * awaited by any: its monitor guards it, and every entry wakes those who wait.
 */
final class BrokerRecord {

	private static final int LOG_LINES = 200;

	private final List<ReceivedPacket> packets = new ArrayList<>();

	private final List<String> log = new ArrayList<>();

	private final List<String> problems = new ArrayList<>();

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
		log("#" + connection + " closed");
	}

	synchronized void onPacket(ReceivedPacket packet) {
		this.packets.add(packet);
		log(packet.toString());
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

	synchronized List<String> problems() {
		return List.copyOf(this.problems);
	}

	synchronized void clear() {
		this.packets.clear();
		this.problems.clear();
		this.log.clear();
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
		int first = Math.max(0, this.log.size() - LOG_LINES);
		return "Connections accepted: " + this.accepted + ", open: " + this.open + ". The broker saw"
				+ ((first > 0) ? " (last " + LOG_LINES + " of " + this.log.size() + ")" : "") + ":\n  "
				+ String.join("\n  ", this.log.subList(first, this.log.size()));
	}

	private void log(String line) {
		this.log.add(line);
		notifyAll();
	}

}
