package io.mqttdriver.engine;

import java.util.List;

/**
 * What happens to one client. The calls are serial for each client, on threads of the
 * engine; an implementation neither blocks nor throws, it hands on.
 */
public interface EngineEvents {

	/**
	 * The server accepted the connection (CONNACK with reason code 0).
	 * @param limits what the server can do
	 * @param sessionPresent whether it kept a session for this client id
	 */
	void connected(ServerLimits limits, boolean sessionPresent);

	/**
	 * A publish is done: QoS 0 written, QoS 1 answered by PUBACK, QoS 2 by PUBCOMP or by
	 * a PUBREC of 0x80 or more.
	 * @param token as given to {@link EngineClient#publish}
	 * @param reasonCode of the acknowledgement; 0x80 or more is a refusal. A publish that
	 * the engine itself can't send, while the connection may live, is settled with 0x99
	 * (payload format invalid), 0x95 (packet too large) or 0x83 (implementation specific
	 * error).
	 * @param reason the reason string, or an empty one
	 */
	void settled(long token, int reasonCode, String reason);

	/**
	 * A SUBSCRIBE or an UNSUBSCRIBE was answered.
	 * @param token as given
	 * @param reasonCodes one for each filter, in their order
	 */
	void answered(long token, List<Integer> reasonCodes);

	/**
	 * A PUBLISH came in. QoS 1 and 2 wait for {@link EngineClient#acknowledge}. QoS 2 is
	 * told when the server has released it (PUBREL): it doesn't come again, also not to
	 * another client of a kept session.
	 * @param publish the message
	 */
	void received(InboundPublish publish);

	/**
	 * A PUBLISH came in that can't be handed on: its topic is none, or the library can't
	 * read one of its texts. It is told here instead of by {@link #received}, and was
	 * answered with the reason code where its QoS asks for an answer, so that the server
	 * doesn't send it again; the connection lives.
	 * @param qos 0, 1 or 2
	 * @param reasonCode 0x90 (topic name invalid) or 0x83 (implementation specific error)
	 */
	void unreadable(int qos, int reasonCode);

	/**
	 * The connection could not be made, or is gone. Told once; only {@link #closed}
	 * follows. Not told when {@link EngineClient#close} ended it first.
	 * @param failure why
	 */
	void lost(EngineFailure failure);

	/**
	 * The last event: the socket is closed and the client's threads are gone.
	 */
	void closed();

}
