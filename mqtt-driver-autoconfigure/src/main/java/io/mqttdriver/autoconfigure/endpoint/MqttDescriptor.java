package io.mqttdriver.autoconfigure.endpoint;

import java.util.List;

import io.mqttdriver.MqttDriverStatus;
import io.mqttdriver.connection.ConnectionEvent;
import io.mqttdriver.core.DriverDetails;
import io.mqttdriver.core.DriverDetails.ListenerDetails;
import io.mqttdriver.core.DriverDetails.OutboxDetails;
import io.mqttdriver.subscription.SubscriptionStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the endpoint shows. Immutable.
 *
 * @param driver the status
 * @param subscriptions the wanted filters
 * @param listeners the listeners
 * @param outbox publishes that are not yet settled; none for a foreign driver
 * @param events the last hundred, oldest first
 */
public record MqttDescriptor(MqttDriverStatus driver, List<SubscriptionDescriptor> subscriptions,
		List<ListenerDetails> listeners, @Nullable OutboxDetails outbox, List<ConnectionEvent> events) {

	static MqttDescriptor of(DriverDetails details) {
		return new MqttDescriptor(details.status(),
				details.subscriptions().stream().map(SubscriptionDescriptor::of).toList(), details.listeners(),
				details.outbox(), details.events());
	}

	/**
	 * A wanted filter.
	 *
	 * @param filter as subscribed
	 * @param qos the QoS asked for
	 * @param grantedQos the QoS granted, or none
	 * @param refusal the reason code of the refusal, or none
	 */
	public record SubscriptionDescriptor(String filter, int qos, @Nullable Integer grantedQos,
			@Nullable Integer refusal) {

		static SubscriptionDescriptor of(SubscriptionStatus status) {
			return new SubscriptionDescriptor(status.filter(), status.qos(),
					status.granted() ? status.reasonCode() : null, status.refused() ? status.reasonCode() : null);
		}

	}

}
