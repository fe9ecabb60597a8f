package io.mqttdriver.listener;

/**
 * What listeners need of a driver. Safe for any thread.
 */
@FunctionalInterface
public interface ListenerGateway {

	/**
	 * Makes the listener's topics wanted. Returns at once, connected or not.
	 * @param definition what to subscribe
	 * @return to control it with; a new one for each call
	 */
	ListenerHandle subscribe(ListenerDefinition definition);

	/**
	 * All listeners that start with the application have been subscribed: messages that
	 * came before need not wait any more.
	 */
	default void started() {
	}

	/**
	 * The listeners stop with the application: what the next connection brings waits for
	 * {@link #started()}.
	 */
	default void stopped() {
	}

}
