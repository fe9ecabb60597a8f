package io.mqttdriver;

import java.util.concurrent.CompletableFuture;

/**
 * One handler's subscription. Safe for use by any thread.
 */
public interface MqttSubscription {

	/**
	 * The topic.
	 * @return as given to {@code subscribe}
	 */
	String topic();

	/**
	 * The QoS that the server granted last.
	 * @return 0, 1 or 2; -1 while it refuses
	 */
	int grantedQos();

	/**
	 * Removes the handler; UNSUBSCRIBE goes out with the filter's last user. Idempotent.
	 * @return done when the server has answered, at once while there is no connection
	 */
	CompletableFuture<Void> cancel();

}
