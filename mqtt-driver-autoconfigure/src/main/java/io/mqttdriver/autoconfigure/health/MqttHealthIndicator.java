package io.mqttdriver.autoconfigure.health;

import java.util.List;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttDriverStatus;
import io.mqttdriver.core.DriverDetails;
import io.mqttdriver.subscription.SubscriptionStatus;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether messages go both ways: up while connected with every subscription
 * granted, out of service when stopped by wish, else down. Reads snapshots, never blocks;
 * safe for any thread.
 */
final class MqttHealthIndicator extends AbstractHealthIndicator {

	private final MqttDriver driver;

	MqttHealthIndicator(MqttDriver driver) {
		super("MQTT health check failed");
		this.driver = driver;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		MqttDriverStatus status = this.driver.status();
		builder.withDetail("state", status.state()).withDetail("clientId", status.clientId());
		if (status.serverUri() != null) {
			builder.withDetail("serverUri", status.serverUri());
		}
		builder.withDetail("since", status.since()).withDetail("rebuilds", status.rebuilds());
		if (status.lastFailure() != null) {
			builder.withDetail("lastFailure", status.lastFailure());
		}
		builder.withDetail("circuit", status.circuit());
		boolean granted = !(this.driver instanceof DriverDetails details) || describe(builder, details);
		judge(builder, status.state(), granted);
	}

	private static boolean describe(Health.Builder builder, DriverDetails details) {
		List<SubscriptionStatus> subscriptions = details.subscriptions();
		builder.withDetail("refusedSubscriptions",
				subscriptions.stream().filter(SubscriptionStatus::refused).map(SubscriptionStatus::filter).toList());
		builder.withDetail("pausedListeners",
				details.listeners()
					.stream()
					.filter((listener) -> listener.state().equals("paused"))
					.map(DriverDetails.ListenerDetails::id)
					.toList());
		if (details.unvalidated()) {
			builder.withDetail("validation",
					"skipped: the test publish broke connections; check mqtt.driver.reconnect.validation.topic");
		}
		if (!details.windowHolder().isEmpty()) {
			builder.withDetail("windowHolder", details.windowHolder());
		}
		return subscriptions.stream().allMatch(SubscriptionStatus::granted);
	}

	private static void judge(Health.Builder builder, MqttDriverState state, boolean granted) {
		switch (state) {
			case CONNECTED -> builder.status(granted ? "UP" : "DOWN");
			case STOPPED, STOPPING -> builder.outOfService();
			default -> builder.down();
		}
	}

}
