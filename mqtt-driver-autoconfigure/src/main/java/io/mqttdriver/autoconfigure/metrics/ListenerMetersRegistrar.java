package io.mqttdriver.autoconfigure.metrics;

import java.util.Set;
import java.util.TreeSet;

import io.micrometer.core.instrument.MeterRegistry;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttListenerRegistry;
import io.mqttdriver.core.DriverDetails;
import io.mqttdriver.core.DriverDetails.ListenerDetails;
import io.mqttdriver.observation.ListenerMeters;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Registers the meters of the listeners when all of them have been found. Used by the
 * starting thread.
 */
final class ListenerMetersRegistrar implements ApplicationListener<ContextRefreshedEvent> {

	private static final String PROGRAMMATIC = "programmatic";

	private final MeterRegistry meters;

	private final MqttDriver driver;

	private final MqttListenerRegistry listeners;

	private final String name;

	ListenerMetersRegistrar(MeterRegistry meters, MqttDriver driver, MqttListenerRegistry listeners, String name) {
		this.meters = meters;
		this.driver = driver;
		this.listeners = listeners;
		this.name = name;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (this.driver instanceof DriverDetails details) {
			Set<String> ids = new TreeSet<>(this.listeners.getListenerIds());
			ids.add(PROGRAMMATIC);
			new ListenerMeters(ids, (id) -> lag(details, id), this.name).bindTo(this.meters);
		}
	}

	private static int lag(DriverDetails details, String id) {
		return details.listeners()
			.stream()
			.filter((listener) -> listener.id().equals(id))
			.mapToInt(ListenerDetails::lag)
			.sum();
	}

}
