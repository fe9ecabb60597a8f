package io.mqttdriver.engine;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * An engine with a server that does as a test says, over a socket in real time or in
 * memory in virtual time. Without a script the server accepts, acknowledges, grants what
 * is asked for, and routes nothing.
 */
public interface EngineFixture extends AutoCloseable {

	/** The engine under test. */
	Engine engine();

	/** Where the server is. */
	URI uri();

	/** Waits until it is so, or lets virtual time pass; fails if it never is. */
	void await(BooleanSupplier condition);

	/** Lets everything happen that is on its way, and a little time pass. */
	void calmDown();

	/** What the server says in each CONNACK from now on. */
	void accept(ServerLimits limits, boolean sessionPresent);

	/** From now on each CONNECT is refused. */
	void refuse(int reasonCode, @Nullable String serverReference);

	/** From now on a CONNECT gets no answer. */
	void ignoreConnects();

	/** The CONNECTs that were ignored are accepted now, where still somebody waits. */
	void acceptLate();

	/** The next publishes are answered with these codes, in turn. */
	void answerPublishes(int... reasonCodes);

	/** From now on publishes are not answered. */
	void ignorePublishes();

	/** The next SUBSCRIBE or UNSUBSCRIBE is answered with these codes. */
	void answerFilters(int... reasonCodes);

	/** Sends a message to the connected client. */
	void deliver(Message message);

	/** Sends a message to the connected client whose topic is a filter. */
	void deliverWithoutTopicName(int qos);

	/** Closes the connections without a word. */
	void drop();

	/** Ends the connections with a DISCONNECT. */
	void disconnect(int reasonCode, @Nullable String serverReference);

	/** From now on the server neither reads nor writes. */
	void stall();

	/** The publishes that the server got, in their order. */
	List<Message> published();

	/** The filters of each SUBSCRIBE that the server got. */
	List<Subscribed> subscribed();

	/** The filters of each UNSUBSCRIBE that the server got. */
	List<List<String>> unsubscribed();

	/** How many acknowledgements (PUBACK) the server got. */
	int acknowledgements();

	/** The reason codes of acknowledgements (PUBACK) that refuse a message. */
	List<Integer> refusals();

	/** The reason codes of each DISCONNECT that the server got. */
	List<Integer> disconnects();

	/** How many clients are connected. */
	int connections();

	@Override
	void close();

	/** A specification that connects. */
	default ClientSpec spec() {
		return spec(Duration.ofSeconds(5));
	}

	default ClientSpec spec(Duration connectTimeout) {
		return new ClientSpec(uri(), "client", ClientSpec.Credentials.NONE, Duration.ofSeconds(15), connectTimeout,
				true, Duration.ZERO, 100, 1_000_000, null, null);
	}

	/** A message as it is on the wire. */
	record Message(String topic, String payload, int qos, boolean retained, List<Integer> identifiers,
			PublishProperties properties) {

		public static Message of(String topic, String payload, int qos) {
			return new Message(topic, payload, qos, false, List.of(), PublishProperties.NONE);
		}

	}

	/** A SUBSCRIBE as it is on the wire. */
	record Subscribed(int identifier, List<WireSubscription> filters) {
	}

}
