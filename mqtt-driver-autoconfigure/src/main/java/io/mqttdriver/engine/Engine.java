package io.mqttdriver.engine;

import java.net.URI;

/**
 * An MQTT 5 library behind the driver. Stateless: what belongs to a connection belongs to
 * its {@link EngineClient}. Safe for use by many threads.
 */
public interface Engine {

	/**
	 * Starts a client and its CONNECT, and returns before there is an answer. The outcome
	 * is told to {@code events}: {@link EngineEvents#connected} or
	 * {@link EngineEvents#lost}, the latter at the latest when
	 * {@link ClientSpec#connectTimeout()} has passed. No event comes before this method
	 * has returned.
	 * @param spec what to connect to, and as whom
	 * @param events who is told; belongs to this client alone
	 * @return the client, to be closed by the caller whatever happens to it
	 */
	EngineClient open(ClientSpec spec, EngineEvents events);

	/**
	 * Refuses at start-up what this engine can't do, so that it is not found out at the
	 * first connection.
	 * @param uri a server of {@code mqtt.driver.uris}
	 * @throws IllegalArgumentException saying which URI, why, and the way out
	 */
	void requireSupported(URI uri);

	/**
	 * Whether a new client can settle the unfinished QoS 2 packet ids of a kept session
	 * before it uses them again. Without it a publish of QoS 2 on a kept session is
	 * refused at the call.
	 */
	boolean settlesKeptQos2();

}
