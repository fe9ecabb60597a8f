package io.mqttdriver.test;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

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
public final class FakeMqttBroker implements AutoCloseable {

	private final BrokerRecord record = new BrokerRecord();

	private final Script script = new Script();

	private final Router router = new Router();

	private volatile FakeConnack connack = new FakeConnack();

	private final FakeServer server;

	private final boolean tls;

	private FakeMqttBroker(Builder settings) {
		HonestReplies replies = new HonestReplies(this.router, () -> this.connack);
		this.tls = settings.tls != null;
		this.server = new FakeServer(settings,
				(channel) -> new FakeConnection(channel, this.record, this.script, this.router, replies));
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
	public static Builder builder() {
		return new Builder();
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
		return this.record.await(count + " " + type, timeout, () -> {
			List<ReceivedPacket> found = packets(type);
			return (found.size() >= count) ? found : null;
		});
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
		return this.record.await("a packet as wanted", timeout,
				() -> packets().stream().filter(condition).findFirst().orElse(null));
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

	/**
	 * Settings of a broker that is yet to start. Not safe for threads.
	 */
	public static final class Builder {

		int port;

		int maximumFrame = 16 * 1024 * 1024;

		int receiveBuffer;

		@Nullable SSLContext tls;

		boolean needClientAuth;

		private Builder() {
		}

		/**
		 * Sets the port on 127.0.0.1.
		 * @param port the port; 0, as at first, takes a free one
		 * @return this builder
		 */
		public Builder port(int port) {
			this.port = port;
			return this;
		}

		/**
		 * Sets the largest packet that is read; a larger one counts as malformed.
		 * @param bytes the size, 16 MB at first
		 * @return this builder
		 */
		public Builder maximumFrame(int bytes) {
			this.maximumFrame = bytes;
			return this;
		}

		/**
		 * Sets the socket's receive buffer: a small one makes the writers to a stalled
		 * broker block sooner.
		 * @param bytes the size; 0, as at first, leaves it to the system
		 * @return this builder
		 */
		public Builder receiveBuffer(int bytes) {
			this.receiveBuffer = bytes;
			return this;
		}

		/**
		 * Speaks TLS.
		 * @param context with the broker's key, and the authorities for clients
		 * @return this builder
		 */
		public Builder tls(SSLContext context) {
			this.tls = context;
			return this;
		}

		/**
		 * Refuses TLS clients without a certificate.
		 * @param needClientAuth whether to, at first not
		 * @return this builder
		 */
		public Builder needClientAuth(boolean needClientAuth) {
			this.needClientAuth = needClientAuth;
			return this;
		}

		/**
		 * Starts the broker.
		 * @return the broker, listening
		 */
		public FakeMqttBroker start() {
			FakeMqttBroker broker = new FakeMqttBroker(this);
			broker.server.listen();
			return broker;
		}

	}

}
