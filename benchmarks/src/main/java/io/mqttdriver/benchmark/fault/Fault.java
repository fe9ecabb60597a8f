package io.mqttdriver.benchmark.fault;

/**
 * What happens to a client under load. Stateless.
 */
interface Fault {

	/** Whether the client reaches the broker through the proxy. */
	default boolean needsProxy() {
		return false;
	}

	/** Whether the client is to reconnect without waiting, where it can. */
	default boolean wantsEagerClient() {
		return false;
	}

	/** Returns when the broker is there again, for good. The load goes on. */
	void strike(Stage stage) throws Exception;

}
