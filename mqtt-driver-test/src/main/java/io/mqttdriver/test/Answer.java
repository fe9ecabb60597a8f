package io.mqttdriver.test;

import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * What {@link FakeMqttBroker} does on a connection: when a packet arrives, when a
 * connection is accepted, or at once by {@link FakeMqttBroker#now(Answer)}. Immutable, to
 * be used as often as wished. Answers run on the broker's one thread, in the order of
 * arrival; only a {@linkplain #delay delayed} one lets later ones pass.
 */
public final class Answer {

	private final Step step;

	private Answer(Step step) {
		this.step = step;
	}

	/**
	 * What an honest broker does: acknowledge, route, close on DISCONNECT. Without a
	 * packet to answer it does nothing.
	 * @return the answer
	 */
	public static Answer normal() {
		return reasonCode();
	}

	/**
	 * Does nothing: the packet is recorded and forgotten.
	 * @return the answer
	 */
	public static Answer ignore() {
		return action((connection, packet) -> {
		});
	}

	/**
	 * The packet's acknowledgement with reason codes: CONNACK (0x80 and above also
	 * closes), PUBACK or PUBREC (a message is routed only at 0), PUBREL, PUBCOMP, AUTH;
	 * in SUBACK and UNSUBACK one for each filter, the last one repeated. CONNACK takes
	 * only codes listed in MQTT; others need {@link #raw}.
	 * @param reasonCodes 0 to 0xFF; none means as {@link #normal()}
	 * @return the answer
	 */
	public static Answer reasonCode(int... reasonCodes) {
		List<Integer> codes = IntStream.of(reasonCodes).boxed().toList();
		return action((connection, packet) -> {
			if (packet != null) {
				connection.replyHonestly(packet, codes);
			}
		});
	}

	/**
	 * Another answer, later. What arrives meanwhile is answered meanwhile.
	 * @param delay how much later
	 * @param answer the answer
	 * @return the answer
	 */
	public static Answer delay(Duration delay, Answer answer) {
		return new Answer(
				(connection, packet, next) -> connection.later(delay, () -> answer.run(connection, packet, next)));
	}

	/**
	 * Bytes as they are. With TLS they are encrypted as any others.
	 * @param bytes what to write
	 * @return the answer
	 */
	public static Answer raw(byte[] bytes) {
		return action((connection, packet) -> connection.writeRaw(bytes));
	}

	/**
	 * Sends a message to this connection's client, subscribed or not; before its CONNECT
	 * nothing is sent.
	 * @param publish the message
	 * @return the answer
	 */
	public static Answer publish(FakePublish publish) {
		return action((connection, packet) -> connection.publish(publish));
	}

	/**
	 * Closes the socket without a word, TLS neither.
	 * @return the answer
	 */
	public static Answer fin() {
		return action((connection, packet) -> connection.closeSocket());
	}

	/**
	 * Resets the connection (closes with {@code SO_LINGER} 0).
	 * @return the answer
	 */
	public static Answer rst() {
		return action((connection, packet) -> connection.reset());
	}

	/**
	 * From now on neither reads nor writes, while the socket stays open; also a close by
	 * the client goes unnoticed. {@link FakeMqttBroker#resumeAll()} ends it.
	 * @return the answer
	 */
	public static Answer stall() {
		return action((connection, packet) -> connection.stall());
	}

	/**
	 * Goes on after {@link #stall()}: what was held back is sent, what came is answered.
	 * @return the answer
	 */
	public static Answer resume() {
		return action((connection, packet) -> connection.resume());
	}

	/**
	 * Sends DISCONNECT and closes.
	 * @param reasonCode 0 to 0xFF
	 * @return the answer
	 */
	public static Answer disconnect(int reasonCode) {
		return disconnect(reasonCode, null);
	}

	/**
	 * Sends DISCONNECT and closes.
	 * @param reasonCode 0 to 0xFF
	 * @param serverReference where the client should go, or {@code null}
	 * @return the answer
	 */
	public static Answer disconnect(int reasonCode, @Nullable String serverReference) {
		return action((connection, packet) -> connection.disconnect(reasonCode, serverReference));
	}

	/**
	 * An answer that depends on the packet. The function runs on the broker's thread and
	 * must not block. Without a packet to answer it is not called.
	 * @param choice gives the answer
	 * @return the answer
	 */
	public static Answer of(Function<ReceivedPacket, Answer> choice) {
		return new Answer((connection, packet, next) -> {
			if (packet == null) {
				next.run();
			}
			else {
				choice.apply(packet).run(connection, packet, next);
			}
		});
	}

	/**
	 * This answer, and then another one on the same connection; after a delayed one when
	 * that is done.
	 * @param following the next answer
	 * @return both
	 */
	public Answer then(Answer following) {
		return new Answer(
				(connection, packet, next) -> run(connection, packet, () -> following.run(connection, packet, next)));
	}

	void run(FakeConnection connection, @Nullable ReceivedPacket packet, Runnable next) {
		this.step.run(connection, packet, next);
	}

	private static Answer action(BiConsumer<FakeConnection, @Nullable ReceivedPacket> action) {
		return new Answer((connection, packet, next) -> {
			action.accept(connection, packet);
			next.run();
		});
	}

	@FunctionalInterface
	private interface Step {

		void run(FakeConnection connection, @Nullable ReceivedPacket packet, Runnable next);

	}

}
