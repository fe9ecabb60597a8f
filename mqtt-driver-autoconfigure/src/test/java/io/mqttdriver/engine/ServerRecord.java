package io.mqttdriver.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What reached a scripted server, packet by packet, with its virtual time, and how many
 * clients were opened and closed. Not thread-safe.
 */
public final class ServerRecord {

	private final List<Sent> sent = new ArrayList<>();

	private final List<Consumer<Sent>> watchers = new ArrayList<>();

	private int opened;

	private int closed;

	/** Everything, in the order of arrival. */
	public List<Sent> sent() {
		return List.copyOf(this.sent);
	}

	/** All packets of one kind. */
	public <P extends Packet> List<P> packets(Class<P> type) {
		return this.sent.stream().map(Sent::packet).filter(type::isInstance).map(type::cast).toList();
	}

	/** All packets of one kind, with time and client. */
	public List<Sent> sent(Class<? extends Packet> type) {
		return this.sent.stream().filter((one) -> type.isInstance(one.packet())).toList();
	}

	/** Is told of each packet as it reaches the server. */
	public void watch(Consumer<Sent> watcher) {
		this.watchers.add(watcher);
	}

	public void clear() {
		this.sent.clear();
	}

	/** How many clients were ever opened. */
	public int opened() {
		return this.opened;
	}

	/** How many of them were closed by their owner. */
	public int closed() {
		return this.closed;
	}

	void add(long nanos, int client, Packet packet) {
		Sent one = new Sent(nanos, client, packet);
		this.sent.add(one);
		List.copyOf(this.watchers).forEach((watcher) -> watcher.accept(one));
	}

	int countOpened() {
		return ++this.opened;
	}

	void countClosed() {
		this.closed++;
	}

	/**
	 * A packet that reached the server.
	 *
	 * @param nanos of virtual time
	 * @param client counts from 1
	 * @param packet what
	 */
	public record Sent(long nanos, int client, Packet packet) {
	}

	/** A packet. */
	public sealed interface Packet {

	}

	public record Connect(ClientSpec spec) implements Packet {
	}

	public record Publish(OutboundPublish publish) implements Packet {

		public String topic() {
			return this.publish.topic();
		}

		public String text() {
			return new String(this.publish.payload(), StandardCharsets.UTF_8);
		}

	}

	public record Subscribe(int identifier, List<WireSubscription> filters) implements Packet {

		public List<String> names() {
			return this.filters.stream().map(WireSubscription::filter).toList();
		}

	}

	public record Unsubscribe(List<String> filters) implements Packet {
	}

	/** An acknowledgement of what the server delivered. */
	public record Acknowledge(long delivery) implements Packet {
	}

	/** The answer to a delivery that the client can't read. */
	public record Refuse(int reasonCode) implements Packet {
	}

	public record Disconnect(int reasonCode) implements Packet {
	}

}
