package io.mqttdriver.observation;

import java.time.Duration;

import io.mqttdriver.MqttDriverState;

/**
 * Is told what the driver did, for meters. Called on the driver's own threads, several at
 * a time; an implementation never blocks and never throws.
 */
public interface DriverObserver {

	/**
	 * An observer that keeps nothing.
	 */
	DriverObserver NONE = new SilentObserver();

	/**
	 * A publish was settled.
	 * @param qos its quality of service
	 * @param outcome how it ended, one of a small fixed set of words
	 * @param elapsed from acceptance to the end
	 */
	void published(int qos, String outcome, Duration elapsed);

	/**
	 * A handler is done with a message, its retries included.
	 * @param listenerId id of the listener, {@code programmatic} for subscriptions made
	 * by a call
	 * @param outcome how it ended, one of a small fixed set of words
	 * @param elapsed from the first call of the handler to the end
	 */
	void handled(String listenerId, String outcome, Duration elapsed);

	/**
	 * A message came that no handler takes.
	 */
	void unhandled();

	/**
	 * A message was given up unhandled.
	 * @param reason why, one of a small fixed set of words
	 */
	void dropped(String reason);

	/**
	 * An attempt to build a new client ended.
	 * @param outcome {@code success} or {@code failure}
	 */
	void rebuilt(String outcome);

	/**
	 * An outage is over.
	 * @param duration from the loss of the connection to the next validated one
	 */
	void outage(Duration duration);

	/**
	 * The connection goes on to a state.
	 * @param former the state before, which may be the same
	 * @param state the state now
	 */
	default void entered(MqttDriverState former, MqttDriverState state) {
	}

}
