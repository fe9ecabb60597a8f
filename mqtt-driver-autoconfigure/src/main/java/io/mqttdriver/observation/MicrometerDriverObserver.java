package io.mqttdriver.observation;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * Turns what the driver tells into meters. Those whose tags are known exist from the
 * start, at zero. Safe for any thread.
 */
public final class MicrometerDriverObserver implements DriverObserver {

	private static final List<String> PUBLISH_OUTCOMES = List.of("acknowledged", "rejected", "timeout", "expired",
			"full", "not-connected", "closed");

	private static final List<String> DROP_REASONS = List.of("qos0-overflow", "no-dead-letter-topic", "listener-closed",
			"stopping", "unreadable");

	private static final int HIGHEST_QOS = 2;

	private final MeterRegistry registry;

	private final Tags tags;

	/**
	 * Creates an observer and its meters.
	 * @param registry where they go
	 * @param driver the driver's name, for the tag {@code driver}
	 */
	public MicrometerDriverObserver(MeterRegistry registry, String driver) {
		this.registry = registry;
		this.tags = Tags.of("driver", driver);
		for (int qos = 0; qos <= HIGHEST_QOS; qos++) {
			for (String outcome : PUBLISH_OUTCOMES) {
				publish(qos, outcome);
			}
		}
		rebuilds("success");
		rebuilds("failure");
		outages();
		unhandledMessages();
		DROP_REASONS.forEach(this::droppedMessages);
	}

	@Override
	public void published(int qos, String outcome, Duration elapsed) {
		publish(qos, outcome).record(elapsed);
	}

	@Override
	public void handled(String listenerId, String outcome, Duration elapsed) {
		Timer.builder("mqtt.driver.listener")
			.description("Attempts of listeners to handle a message")
			.tags(this.tags.and("listener", listenerId, "outcome", outcome))
			.register(this.registry)
			.record(elapsed);
	}

	@Override
	public void unhandled() {
		unhandledMessages().increment();
	}

	@Override
	public void dropped(String reason) {
		droppedMessages(reason).increment();
	}

	@Override
	public void rebuilt(String outcome) {
		rebuilds(outcome).increment();
	}

	@Override
	public void outage(Duration duration) {
		outages().record(duration);
	}

	private Timer publish(int qos, String outcome) {
		return Timer.builder("mqtt.driver.publish")
			.description("Publishes, from acceptance to their outcome")
			.tags(this.tags.and("qos", Integer.toString(qos), "outcome", outcome))
			.register(this.registry);
	}

	private Counter rebuilds(String outcome) {
		return Counter.builder("mqtt.driver.rebuilds")
			.description("Attempts to build a new client")
			.tags(this.tags.and("outcome", outcome))
			.register(this.registry);
	}

	private Timer outages() {
		return Timer.builder("mqtt.driver.outage")
			.description("Outages, from the loss of a connection to the next validated one")
			.tags(this.tags)
			.register(this.registry);
	}

	private Counter unhandledMessages() {
		return Counter.builder("mqtt.driver.messages.unhandled")
			.description("Messages that no listener takes")
			.tags(this.tags)
			.register(this.registry);
	}

	private Counter droppedMessages(String reason) {
		return Counter.builder("mqtt.driver.messages.dropped")
			.description("Messages given up unhandled")
			.tags(this.tags.and("reason", reason))
			.register(this.registry);
	}

}
