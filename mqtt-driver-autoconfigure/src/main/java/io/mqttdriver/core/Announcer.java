package io.mqttdriver.core;

import java.time.Duration;
import java.util.concurrent.Executor;

import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.connection.ClientInfo;
import io.mqttdriver.connection.ConnectionListener;
import io.mqttdriver.event.MqttCircuitOpenedEvent;
import io.mqttdriver.event.MqttConnectedEvent;
import io.mqttdriver.event.MqttConnectionLostEvent;
import io.mqttdriver.event.MqttDriverEvent;
import io.mqttdriver.event.MqttRebuildFailedEvent;
import io.mqttdriver.event.MqttSubscriptionRefusedEvent;
import io.mqttdriver.observation.DriverObserver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the application what happens to the connection: events in their order, on a
 * callback thread, and meters.
 */
final class Announcer implements ConnectionListener {

	private static final Log logger = LogFactory.getLog(Announcer.class);

	private final MqttDriver source;

	private final ApplicationEventPublisher publisher;

	private final Executor inOrder;

	private final DriverObserver observer;

	Announcer(MqttDriver source, ApplicationEventPublisher publisher, Executor callbacks, DriverObserver observer) {
		this.source = source;
		this.publisher = publisher;
		this.inOrder = new SerialExecutor(callbacks);
		this.observer = observer;
	}

	@Override
	public void entered(MqttDriverState former, MqttDriverState state) {
		this.observer.entered(former, state);
	}

	@Override
	public void connected(ClientInfo client, @Nullable Duration outage) {
		if (outage != null) {
			this.observer.rebuilt("success");
			this.observer.outage(outage);
		}
		publish(new MqttConnectedEvent(this.source, client.clientId(), client.server(), client.generation()));
	}

	@Override
	public void lost(ClientInfo client, MqttConnectException cause) {
		publish(new MqttConnectionLostEvent(this.source, client.clientId(), client.server(), client.generation(),
				cause));
	}

	@Override
	public void failed(ClientInfo client, MqttConnectException cause) {
		this.observer.rebuilt("failure");
		publish(new MqttRebuildFailedEvent(this.source, client.clientId(), client.server(), client.generation(),
				cause));
	}

	@Override
	public void circuitOpened(ClientInfo client) {
		publish(new MqttCircuitOpenedEvent(this.source, client.clientId(), client.server(), client.generation()));
	}

	@Override
	public void refused(ClientInfo client, String filter, int reasonCode) {
		publish(new MqttSubscriptionRefusedEvent(this.source, client.clientId(), client.server(), client.generation(),
				filter, reasonCode));
	}

	private void publish(MqttDriverEvent event) {
		this.inOrder.execute(() -> {
			try {
				this.publisher.publishEvent(event);
			}
			catch (RuntimeException | Error ex) {
				logger.error("A listener of " + event.getClass().getSimpleName() + " failed", ex);
			}
		});
	}

}
