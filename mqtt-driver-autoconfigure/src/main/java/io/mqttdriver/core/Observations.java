package io.mqttdriver.core;

import java.time.Duration;

import io.mqttdriver.inbound.InboundObserver;
import io.mqttdriver.observation.DriverObserver;
import io.mqttdriver.outbound.PublishObserver;

/**
 * Passes on what outbound and inbound measure.
 */
record Observations(DriverObserver observer) implements PublishObserver, InboundObserver {

	@Override
	public void settled(int qos, String outcome, Duration elapsed) {
		this.observer.published(qos, outcome, elapsed);
	}

	@Override
	public void handled(String listenerId, String outcome, Duration elapsed) {
		this.observer.handled(listenerId, outcome, elapsed);
	}

	@Override
	public void unhandled() {
		this.observer.unhandled();
	}

	@Override
	public void dropped(String reason) {
		this.observer.dropped(reason);
	}

}
