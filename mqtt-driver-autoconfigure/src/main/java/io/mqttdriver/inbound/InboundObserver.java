package io.mqttdriver.inbound;

import java.time.Duration;

/**
 * Is told what happens to messages, for meters. Called on any thread; what it throws is
 * logged and changes nothing.
 */
public interface InboundObserver {

	/**
	 * A listener is done with an attempt on a message.
	 * @param listenerId which one
	 * @param outcome {@code success}; {@code retry}: failed and will be tried again;
	 * {@code recovered}: failed for good, taken by the error handler; {@code failure}:
	 * failed for good; {@code unreadable}: failed before its handler was called
	 * @param elapsed the time of this attempt, asynchronous work included
	 */
	void handled(String listenerId, String outcome, Duration elapsed);

	/**
	 * No listener took a message.
	 */
	void unhandled();

	/**
	 * A message was given up unhandled.
	 * @param reason {@code qos0-overflow}: the buffer of QoS 0 was full;
	 * {@code no-dead-letter-topic}: a listener failed on it and there is nowhere to put
	 * it; {@code listener-closed}: its listener had just gone; {@code stopping}: it came
	 * at QoS 0 or 2 during shutdown; {@code unreadable}: the engine could not read it and
	 * refused it
	 */
	void dropped(String reason);

}
