package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttDriverBuilder.ValidationMode;
import io.mqttdriver.MqttDriverBuilder.WhenFull;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one simulated driver, as its seed has them. The client id is always
 * {@link #CLIENT_ID}.
 */
record Settings(List<String> hosts, Duration sessionExpiry, ClientIdPolicy policy, ValidationMode validation,
		Duration validationTimeout, Duration publishTimeout, Duration deliveryTimeout, int capacity, WhenFull whenFull,
		Duration minInterval, double multiplier, Duration maxInterval, double jitter, Duration spread,
		Duration stableAfter, int maxFailures, Duration openDuration, List<String> allowedServers,
		Duration connectTimeout, Duration keepAlive, Duration shutdownTimeout, int receiveMaximum, int concurrency,
		boolean strictAckOrder, int retries, Duration retryInterval, @Nullable String deadLetterTopic,
		boolean providesCredentials, Duration transit, boolean copyForEachFilter, boolean identifiers) {

	static final String CLIENT_ID = "gateway";

	static final String VALIDATION_TOPIC = "mqtt-driver/validation/" + CLIENT_ID;

	static Settings of(Dice dice) {
		boolean kept = dice.chance(0.45);
		List<String> hosts = List.of("one", "two", "three").subList(0, dice.any(1, 1, 2, 3));
		return new Settings(hosts, kept ? dice.any(Duration.ofSeconds(20), Duration.ofHours(2)) : Duration.ZERO,
				kept ? dice.any(ClientIdPolicy.AUTO, ClientIdPolicy.STABLE)
						: dice.any(ClientIdPolicy.AUTO, ClientIdPolicy.STABLE, ClientIdPolicy.FRESH),
				dice.any(ValidationMode.PUBLISH, ValidationMode.PUBLISH, ValidationMode.ROUND_TRIP,
						ValidationMode.NONE),
				seconds(dice.any(1, 5)), seconds(dice.any(1, 2, 5)), seconds(dice.any(4, 30, 120, 600, 600)),
				dice.any(3, 8, 30, 1000), dice.any(WhenFull.REJECT, WhenFull.REJECT, WhenFull.WAIT),
				Duration.ofMillis(dice.any(0, 100, 1_000, 5_000)), dice.any(1.0, 1.5, 2.0), seconds(dice.any(3, 30)),
				dice.any(0.0, 0.2, 1.0), dice.chance(0.8) ? Duration.ZERO : seconds(3), seconds(dice.any(1, 10)),
				dice.any(2, 3, 5, 10), seconds(dice.any(0, 5, 60, 60)),
				dice.chance(0.6) ? List.of("three", "four") : List.of(), seconds(dice.any(2, 10)),
				seconds(dice.any(0, 5, 15)), seconds(dice.any(0, 1, 10, 10)), dice.any(1, 2, 5, 20, 1000),
				dice.any(1, 1, 2, 4), dice.chance(0.3), dice.any(0, 1, 2), Duration.ofMillis(dice.any(10, 1_000)),
				dice.chance(0.7) ? "dlt/{topic}" : null, dice.chance(0.5),
				dice.time(Duration.ofNanos(100_000), Duration.ofMillis(40)), dice.chance(0.4), dice.chance(0.85));
	}

	private static Duration seconds(int seconds) {
		return Duration.ofSeconds(seconds);
	}

	boolean keepsSession() {
		return !this.sessionExpiry.isZero();
	}

	/** Whether a rebuild has an id of its own, as long as the servers take it. */
	boolean freshIds() {
		return this.policy == ClientIdPolicy.FRESH || (this.policy == ClientIdPolicy.AUTO && !keepsSession());
	}

	DefaultMqttDriverBuilder applyTo(DefaultMqttDriverBuilder builder) {
		builder.uris(this.hosts.stream().map((host) -> "tcp://" + host + ":1883").toArray(String[]::new))
			.clientId(CLIENT_ID)
			.sessionExpiry(this.sessionExpiry)
			.keepAlive(this.keepAlive)
			.connectTimeout(this.connectTimeout)
			.shutdownTimeout(this.shutdownTimeout)
			.receiveMaximum(this.receiveMaximum);
		builder.publishTimeout(this.publishTimeout)
			.publishDeliveryTimeout(this.deliveryTimeout)
			.publishOutboxCapacity(this.capacity)
			.publishOutboxWhenFull(this.whenFull);
		builder.reconnectClientId(this.policy)
			.reconnectValidationMode(this.validation)
			.reconnectValidationTimeout(this.validationTimeout)
			.reconnectMinInterval(this.minInterval)
			.reconnectMultiplier(this.multiplier)
			.reconnectMaxInterval(this.maxInterval)
			.reconnectJitter(this.jitter)
			.reconnectSpread(this.spread)
			.reconnectStableAfter(this.stableAfter)
			.reconnectMaxFailures(this.maxFailures)
			.reconnectOpenDuration(this.openDuration)
			.reconnectAllowedServers(this.allowedServers.toArray(String[]::new));
		builder.listenerConcurrency(this.concurrency)
			.listenerStrictAckOrder(this.strictAckOrder)
			.listenerRetryMaxRetries(this.retries)
			.listenerRetryInitialInterval(this.retryInterval);
		if (this.deadLetterTopic != null) {
			builder.listenerDeadLetterTopic(this.deadLetterTopic);
		}
		return builder;
	}

}
