package io.mqttdriver.engine;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.engine.ConnectAnswer.Accept;
import io.mqttdriver.engine.EngineFixture.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ServerPeer} can do to its connection. What is on its way when the
 * connection breaks is lost. Not thread-safe.
 */
public interface ServerConnection {

	/** Counts from 1. */
	int number();

	ClientSpec spec();

	/** Whether the client has a CONNACK and the connection was not broken since. */
	boolean isConnected();

	void accept(Accept accept);

	/** Ends it before the CONNACK, or with one of failure. */
	void refuse(Duration delay, EngineFailure failure);

	/** Acknowledges a publish. */
	void settle(Duration delay, long token, int reasonCode);

	/** Answers a SUBSCRIBE or UNSUBSCRIBE. */
	void answer(Duration delay, long token, List<Integer> reasonCodes);

	/** Sends a message; the delivery counts where the QoS is above 0. */
	void deliver(Message message, long delivery);

	/** Breaks it without a word. */
	void drop();

	/** Ends it with a DISCONNECT. */
	void disconnect(int reasonCode, @Nullable String serverReference);

	/** The server reads no more; its kernel may still take bytes. */
	void stall(boolean takesBytes);

	/** Goes on after a stall: what waited is on its way now. */
	void resume();

}
