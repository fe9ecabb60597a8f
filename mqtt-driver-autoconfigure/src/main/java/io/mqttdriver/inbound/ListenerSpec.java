package io.mqttdriver.inbound;

import org.springframework.util.Assert;

/**
 * A listener to add.
 *
 * @param id for logs, meters and dead letters
 * @param concurrency how many topics it handles at a time, 1 or more
 * @param manualAck whether its messages are acknowledged by
 * {@code SimpleAcknowledgment.acknowledge()} rather than when they are handled
 * @param handler what it does
 */
public record ListenerSpec(String id, int concurrency, boolean manualAck, InboundHandler handler) {

	/**
	 * Checks it.
	 * @throws IllegalArgumentException on a concurrency below 1
	 */
	public ListenerSpec {
		Assert.isTrue(concurrency >= 1,
				() -> "The concurrency of listener '" + id + "' is " + concurrency + ": set it to 1 or more");
	}

}
