package io.mqttdriver.connection;

import java.time.Duration;

import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttDriverState;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to the connection, on its thread: hands on, never blocks.
 */
public interface ConnectionListener {

	/**
	 * The connection goes on to a state.
	 * @param former the state before, which may be the same
	 * @param state the state now
	 */
	void entered(MqttDriverState former, MqttDriverState state);

	/**
	 * The connection is up.
	 * @param client the new client
	 * @param outage since the loss that it mends, or null for the first connection
	 */
	void connected(ClientInfo client, @Nullable Duration outage);

	/**
	 * The connection is lost.
	 * @param client the dead client
	 * @param cause why
	 */
	void lost(ClientInfo client, MqttConnectException cause);

	/**
	 * An attempt failed.
	 * @param client the last client that was tried
	 * @param cause why
	 */
	void failed(ClientInfo client, MqttConnectException cause);

	/**
	 * The circuit opened.
	 * @param client the last client that was tried
	 */
	void circuitOpened(ClientInfo client);

	/**
	 * The server refused a filter.
	 * @param client the client
	 * @param filter as subscribed
	 * @param reasonCode of the SUBACK
	 */
	void refused(ClientInfo client, String filter, int reasonCode);

}
