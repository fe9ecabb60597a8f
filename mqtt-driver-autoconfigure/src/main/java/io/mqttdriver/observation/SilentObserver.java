package io.mqttdriver.observation;

import java.time.Duration;

/**
 * Keeps nothing. Stateless.
 */
final class SilentObserver implements DriverObserver {

	@Override
	public void published(int qos, String outcome, Duration elapsed) {
	}

	@Override
	public void handled(String listenerId, String outcome, Duration elapsed) {
	}

	@Override
	public void unhandled() {
	}

	@Override
	public void dropped(String reason) {
	}

	@Override
	public void rebuilt(String outcome) {
	}

	@Override
	public void outage(Duration duration) {
	}

}
