package io.mqttdriver;

import java.util.concurrent.CompletableFuture;

import org.springframework.context.SmartLifecycle;

/**
 * Keeps the driver's connection: by itself, and for operators. Safe for use by any
 * thread.
 */
public interface MqttReconnectManager extends SmartLifecycle {

	/**
	 * Triggers a rebuild, also of a connection that works; not more often than every
	 * {@code mqtt.driver.reconnect.min-interval}, many at once are one. Does nothing to a
	 * driver that is stopped by wish.
	 * @return done when connected again; fails as {@link MqttDriver#connect()} does
	 */
	CompletableFuture<Void> reconnect();

	/**
	 * Closes an open circuit, forgets the failures and tries again at once (but for
	 * {@code min-interval}). Without effect while the circuit is closed.
	 */
	void resetCircuit();

}
