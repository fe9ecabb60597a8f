package io.mqttdriver.test;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a {@link FakeMqttBroker} has seen, to be read and awaited by any thread.
 */
public abstract sealed class FakeBrokerRecord permits FakeMqttBroker {

	final BrokerRecord record = new BrokerRecord();

	FakeBrokerRecord() {
	}

	/**
	 * Every packet received so far, in the order of arrival.
	 * @return a snapshot
	 */
	public List<ReceivedPacket> packets() {
		return this.record.packets();
	}

	/**
	 * Every packet of a type received so far, in the order of arrival.
	 * @param type the type
	 * @return a snapshot
	 */
	public List<ReceivedPacket> packets(MqttPacketType type) {
		return this.record.packets(type);
	}

	/**
	 * What happened, in its order: connections, packets received and sent, problems. A
	 * line each, such as {@code #1 PUBLISH id=3 'a/b' qos=1 5 bytes} or
	 * {@code #1 sent PUBACK id=3 reason=0x97}, where {@code #1} is the connection. Only
	 * the last 200 lines are kept; a failed wait shows the same.
	 * @return a snapshot
	 */
	public List<String> log() {
		return this.record.log();
	}

	/**
	 * The most QoS 1 and 2 messages that one client had in flight at once, since the
	 * start or {@link #clearRecord()}: received, and not yet settled by a PUBACK, a
	 * PUBCOMP or a PUBREC of 0x80 and above. What {@link Answer#raw} sends is not looked
	 * at.
	 * @return the number, to be compared with {@link FakeConnack#receiveMaximum}
	 */
	public int mostUnacknowledged() {
		return this.record.mostUnacknowledged();
	}

	/**
	 * What clients did wrong: malformed packets, failed TLS handshakes.
	 * @return a snapshot, a line each
	 */
	public List<String> problems() {
		return this.record.problems();
	}

	/**
	 * Forgets the packets and problems recorded so far; connections are counted on.
	 */
	public void clearRecord() {
		this.record.clear();
	}

	/**
	 * Waits until so many packets of a type were received since the start (or
	 * {@link #clearRecord()}).
	 * @param type the type
	 * @param count how many at least
	 * @param timeout how long to wait
	 * @return all of that type
	 * @throws AssertionError after the timeout, with all that the broker saw
	 */
	public List<ReceivedPacket> await(MqttPacketType type, int count, Duration timeout) {
		return this.record.await(count + " " + type, timeout,
				() -> (this.record.count(type) >= count) ? packets(type) : null);
	}

	/**
	 * Waits for the first packet, of those received already or later, for which the
	 * condition holds.
	 * @param condition the condition; cheap and without side effects
	 * @param timeout how long to wait
	 * @return the packet
	 * @throws AssertionError after the timeout, with all that the broker saw
	 */
	public ReceivedPacket awaitPacket(Predicate<ReceivedPacket> condition, Duration timeout) {
		return awaitPacket("a packet as wanted", condition, timeout);
	}

	/**
	 * Waits for the first packet, of those received already or later, for which the
	 * condition holds.
	 * @param what the packet in words, for the failure's message
	 * @param condition the condition; cheap and without side effects
	 * @param timeout how long to wait
	 * @return the packet
	 * @throws AssertionError after the timeout, with all that the broker saw
	 */
	public ReceivedPacket awaitPacket(String what, Predicate<ReceivedPacket> condition, Duration timeout) {
		return this.record.awaitPacket(what, condition, timeout);
	}

	/**
	 * How many TCP connections are open, as far as the broker has noticed (a stalled one
	 * doesn't notice its client's end).
	 * @return the number
	 */
	public int openConnections() {
		return this.record.open();
	}

	/**
	 * How many TCP connections were ever accepted.
	 * @return the number
	 */
	public int acceptedConnections() {
		return this.record.accepted();
	}

	/**
	 * Waits until exactly so many connections are open.
	 * @param count how many
	 * @param timeout how long to wait
	 * @throws AssertionError after the timeout, with all that the broker saw
	 */
	public void awaitOpenConnections(int count, Duration timeout) {
		this.record.await(count + " open connections", timeout, () -> (openConnections() == count) ? count : null);
	}

	/**
	 * Waits until so many connections were accepted.
	 * @param count how many at least
	 * @param timeout how long to wait
	 * @throws AssertionError after the timeout, with all that the broker saw
	 */
	public void awaitAcceptedConnections(int count, Duration timeout) {
		this.record.await(count + " accepted connections", timeout,
				() -> (acceptedConnections() >= count) ? count : null);
	}

}
