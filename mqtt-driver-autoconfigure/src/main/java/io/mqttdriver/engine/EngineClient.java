package io.mqttdriver.engine;

import java.time.Duration;
import java.util.List;

/**
 * One client's life, from CONNECT to a closed socket. No method blocks or throws; each
 * may be called from any thread, also from within an event. What a method can't do any
 * more because the connection is gone it leaves undone: {@link EngineEvents#lost} says
 * so.
 */
public interface EngineClient {

	/**
	 * Sends a PUBLISH, in the order of the calls. The caller keeps the number of open
	 * publishes (QoS above 0 unacknowledged, QoS 0 unwritten) within the server's receive
	 * maximum and {@link ServerLimits#window()}. Settled once by
	 * {@link EngineEvents#settled}, or never if the connection is lost first.
	 * @param token the caller's name for it, unique in this client
	 * @param publish what to send; validated by the caller
	 */
	void publish(long token, OutboundPublish publish);

	/**
	 * Sends one SUBSCRIBE; answered by {@link EngineEvents#answered}.
	 * @param token the caller's name for it
	 * @param identifier the subscription identifier (MQTT 5, 3.8.2.1.2), 0 for none
	 * @param filters what to subscribe to, in the order of the answer's reason codes
	 */
	void subscribe(long token, int identifier, List<WireSubscription> filters);

	/**
	 * Sends one UNSUBSCRIBE; answered by {@link EngineEvents#answered}.
	 * @param token the caller's name for it
	 * @param filters as they were subscribed
	 */
	void unsubscribe(long token, List<String> filters);

	/**
	 * Acknowledges an incoming publish of QoS 1 or 2 with success. Unknown or repeated
	 * deliveries are ignored.
	 * @param delivery {@link InboundPublish#delivery()}
	 */
	void acknowledge(long delivery);

	/**
	 * Ends the client. {@link EngineEvents#closed} follows in bounded time whatever the
	 * peer or the library does. Repeated calls may only shorten the grace.
	 * @param reasonCode of the DISCONNECT (MQTT 5, 3.14.2.1); sent only with a grace
	 * @param grace how long a DISCONNECT may take; zero closes the socket at once
	 */
	void close(int reasonCode, Duration grace);

	/**
	 * What went over the socket so far.
	 * @return a live view that is read without a lock
	 */
	Traffic traffic();

}
