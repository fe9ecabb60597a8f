package io.mqttdriver.observation;

import java.util.Collection;
import java.util.function.ToIntFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The meters of known listeners, so that they exist before the first message. Immutable.
 */
public final class ListenerMeters implements MeterBinder {

	private final Collection<String> listenerIds;

	private final ToIntFunction<String> lag;

	private final Tags tags;

	/**
	 * Creates the meters.
	 * @param listenerIds the listeners
	 * @param lag how many messages wait for a listener; never blocks
	 * @param name the driver's name, for the tag {@code driver}
	 */
	public ListenerMeters(Collection<String> listenerIds, ToIntFunction<String> lag, String name) {
		this.listenerIds = listenerIds;
		this.lag = lag;
		this.tags = Tags.of("driver", name);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.listenerIds.forEach((id) -> {
			Tags listener = this.tags.and("listener", id);
			Gauge.builder("mqtt.driver.listener.lag", () -> this.lag.applyAsInt(id))
				.description("Messages that wait for a listener or are being handled")
				.tags(listener)
				.register(registry);
			Timer.builder("mqtt.driver.listener")
				.description("Attempts of listeners to handle a message")
				.tags(listener.and("outcome", "success"))
				.register(registry);
		});
	}

}
