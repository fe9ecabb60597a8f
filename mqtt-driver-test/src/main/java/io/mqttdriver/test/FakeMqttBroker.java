package io.mqttdriver.test;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An MQTT 5 broker that answers as a test tells it. Without a script it is a small honest
 * broker: it acknowledges, routes messages to subscribers (wildcards, {@code $share},
 * subscription identifiers, retained messages, wills), and throws out the older of two
 * clients with one identifier. It keeps no sessions and checks no limits. All methods may
 * be called from any thread; the broker does its work on one thread of its own, so what
 * it does has one order.
 *
 * <pre class="code">
 * try (FakeMqttBroker broker = FakeMqttBroker.start()) {
 *     broker.connack((connack) -&gt; connack.receiveMaximum(10));
 *     broker.onNext(MqttPacketType.PUBLISH, Answer.ignore(), Answer.reasonCode(0x97));
 *     // connect a client to broker.uri() and publish
 *     broker.await(MqttPacketType.PUBLISH, 2, Duration.ofSeconds(5));
 *     broker.rstAll();
 * }
 * </pre>
 */
public final class FakeMqttBroker extends FakeBrokerRecord implements AutoCloseable {

	private final Script script = new Script();

	private final Router router = new Router();

	private volatile FakeConnack connack = new FakeConnack();

	private final FakeServer server;

	private final boolean tls;

	FakeMqttBroker(FakeMqttBrokerBuilder settings) {
		HonestReplies replies = new HonestReplies(this.router, () -> this.connack);
		this.tls = settings.tls != null;
		this.server = new FakeServer(settings, (channel, intake) -> new FakeConnection(channel, intake, this.record,
				this.script, this.router, replies));
	}

	/**
	 * Starts a broker on a free port of 127.0.0.1, without TLS.
	 * @return the broker, listening
	 */
	public static FakeMqttBroker start() {
		return builder().start();
	}

	/**
	 * Begins a broker with settings of one's own.
	 * @return a builder
	 */
	public static FakeMqttBrokerBuilder builder() {
		return new FakeMqttBrokerBuilder();
	}

	/**
	 * The port on 127.0.0.1, the same for the broker's whole life.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * The address for clients.
	 * @return {@code tcp://127.0.0.1:port}, with TLS {@code ssl://127.0.0.1:port}
	 */
	public String uri() {
		return (this.tls ? "ssl" : "tcp") + "://127.0.0.1:" + port();
	}

	/**
	 * Closes every connection without a word, and the port: connecting is refused. Script
	 * and record stay. Does nothing when stopped.
	 */
	public void stop() {
		this.server.stop();
	}

	/**
	 * Listens again on the same port after {@link #stop()}. Does nothing when listening.
	 */
	public void listen() {
		this.server.listen();
	}

	@Override
	public void close() {
		this.server.close();
	}

	/**
	 * Sets the answer to every packet of a type, from now on.
	 * @param type the type of packet
	 * @param answer the answer
	 */
	public void on(MqttPacketType type, Answer answer) {
		this.script.always(type, answer);
	}

	/**
	 * Sets the answers to the next packets of a type, in turn; they go before that of
	 * {@link #on}, and are lined up behind earlier ones.
	 * @param type the type of packet
	 * @param answers an answer for each packet
	 */
	public void onNext(MqttPacketType type, Answer... answers) {
		this.script.next(type, List.of(answers));
	}

	/**
	 * Sets what happens right after TCP accept, before any packet (and any TLS
	 * handshake).
	 * @param answer what to do; {@link Answer#normal()} does nothing
	 */
	public void onAccept(Answer answer) {
		this.script.onAccept(answer);
	}

	/**
	 * Sets what happens to the next accepted connections, in turn.
	 * @param answers what to do, for each connection
	 */
	public void onNextAccept(Answer... answers) {
		this.script.onNextAccept(List.of(answers));
	}

	/**
	 * Sets what CONNACK says from now on, in place of what was set before.
	 * @param settings fills an empty CONNACK
	 */
	public void connack(Consumer<FakeConnack> settings) {
		FakeConnack fresh = new FakeConnack();
		settings.accept(fresh);
		this.connack = fresh;
	}

	/**
	 * Sets how overlapping filters of one client are served: one copy with every
	 * identifier (as at first), or a copy for each filter with its own.
	 * @param copyForEachFilter whether each filter gets a copy
	 */
	public void copyForEachFilter(boolean copyForEachFilter) {
		this.router.copyForEachFilter = copyForEachFilter;
	}

	/**
	 * Forgets all that was scripted, CONNACK included; honest again.
	 */
	public void reset() {
		this.script.reset();
		this.connack = new FakeConnack();
		this.router.copyForEachFilter = false;
	}

	/**
	 * Does something on every open connection, at once and before this method returns.
	 * @param answer what to do
	 * @return on how many connections
	 */
	public int now(Answer answer) {
		return now((connection) -> true, answer);
	}

	/**
	 * Does something on the connections of one client.
	 * @param clientId the client identifier
	 * @param answer what to do
	 * @return on how many connections
	 */
	public int now(String clientId, Answer answer) {
		return now((connection) -> connection.clientId().equals(clientId), answer);
	}

	/**
	 * Does something on one connection.
	 * @param connection its number, as in {@link ReceivedPacket#connection()}
	 * @param answer what to do
	 * @return 1, or 0 if it is closed
	 */
	public int now(int connection, Answer answer) {
		return now((candidate) -> candidate.number() == connection, answer);
	}

	private int now(Predicate<FakeConnection> which, Answer answer) {
		return this.server.call(() -> {
			List<FakeConnection> chosen = this.router.connections().stream().filter(which).toList();
			chosen.forEach((connection) -> connection.perform(answer, null));
			return chosen.size();
		});
	}

	/**
	 * Sends a message to every client that has sent CONNECT, subscribed or not.
	 * @param publish the message
	 * @return on how many connections
	 */
	public int publish(FakePublish publish) {
		return now(Answer.publish(publish));
	}

	/**
	 * Sends bytes as they are on every connection.
	 * @param bytes the bytes
	 * @return on how many connections
	 */
	public int sendRaw(byte[] bytes) {
		return now(Answer.raw(bytes));
	}

	/**
	 * Drops a client with DISCONNECT 0x98, administrative action.
	 * @param clientId the client identifier
	 * @return on how many connections
	 */
	public int kick(String clientId) {
		return now(clientId, Answer.disconnect(0x98));
	}

	/**
	 * Sends DISCONNECT on every connection and closes.
	 * @param reasonCode the reason code
	 * @return on how many connections
	 */
	public int disconnectAll(int reasonCode) {
		return now(Answer.disconnect(reasonCode));
	}

	/**
	 * Closes every connection without a word.
	 * @return on how many connections
	 */
	public int finAll() {
		return now(Answer.fin());
	}

	/**
	 * Resets every connection.
	 * @return on how many connections
	 */
	public int rstAll() {
		return now(Answer.rst());
	}

	/**
	 * Falls silent on every connection, see {@link Answer#stall()}.
	 * @return on how many connections
	 */
	public int stallAll() {
		return now(Answer.stall());
	}

	/**
	 * Goes on where it fell silent.
	 * @return on how many connections
	 */
	public int resumeAll() {
		return now(Answer.resume());
	}

}
