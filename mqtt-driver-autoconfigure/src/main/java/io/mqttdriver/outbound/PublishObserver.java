package io.mqttdriver.outbound;

import java.time.Duration;

/**
 * Is told of every publish once, when it is settled or was not accepted. Called on the
 * callback threads, just before the future completes, with no lock held.
 */
@FunctionalInterface
public interface PublishObserver {

	/**
	 * A publish has its outcome.
	 * @param qos 0, 1 or 2
	 * @param outcome {@code acknowledged}, {@code rejected}, {@code timeout},
	 * {@code expired}, {@code full}, {@code not-connected} or {@code closed}
	 * @param elapsed since {@code publish()}
	 */
	void settled(int qos, String outcome, Duration elapsed);

}
