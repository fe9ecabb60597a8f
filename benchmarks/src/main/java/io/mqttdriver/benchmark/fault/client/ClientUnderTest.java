package io.mqttdriver.benchmark.fault.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * A client that is exposed to the faults. Connected and subscribed when it is made.
 */
public interface ClientUnderTest extends AutoCloseable {

	/**
	 * Publishes with QoS 1. A refusal at the call is an exception.
	 * @param topic where to
	 * @param payload what
	 * @return completes on the PUBACK, or fails
	 */
	CompletableFuture<?> publish(String topic, String payload) throws Exception;

	/** Whether it waits for an operator. */
	default boolean hasGivenUp() {
		return false;
	}

	/** What an operator does who finds the client given up. */
	default void operate() throws Exception {
	}

	/** How long the silence may last if the broker is back now; none is promised. */
	default @Nullable Duration promisedSilence() {
		return null;
	}

	/** What the client says of itself. */
	default String story() {
		return "";
	}

	@Override
	void close() throws Exception;

}
