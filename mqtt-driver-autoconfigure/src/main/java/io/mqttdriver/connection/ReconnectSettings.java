package io.mqttdriver.connection;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.topic.TopicNames;

/**
 * How the driver comes back: {@code mqtt.driver.reconnect.*}.
 *
 * @param minInterval between two triggers
 * @param multiplier of the waits after failures
 * @param maxInterval the longest wait before jitter
 * @param jitter by which share waits are lengthened at most
 * @param spread by a random part of this the first attempt after a loss is put off, and
 * as far apart are those that follow in the same outage
 * @param stableAfter connected for so long before failures count from zero
 * @param maxFailures consecutive, then the circuit opens
 * @param openDuration then one probe; zero for none
 * @param allowedServers hosts to which a server may send the client
 * @param freshClientId whether a rebuild has a client id of its own
 * @param validation how a new connection proves that it works
 */
public record ReconnectSettings(Duration minInterval, double multiplier, Duration maxInterval, double jitter,
		Duration spread, Duration stableAfter, int maxFailures, Duration openDuration, List<String> allowedServers,
		boolean freshClientId, Validation validation) {

	/**
	 * Checks them.
	 * @throws IllegalArgumentException naming the property, the value and the way out
	 */
	public ReconnectSettings {
		Checks.notNegative("reconnect.min-interval", minInterval);
		Checks.between("reconnect.multiplier", multiplier, 1, 1_000);
		Checks.notNegative("reconnect.max-interval", maxInterval);
		Checks.between("reconnect.jitter", jitter, 0, 1);
		Checks.notNegative("reconnect.spread", spread);
		Checks.notNegative("reconnect.stable-after", stableAfter);
		Checks.between("reconnect.max-failures", maxFailures, 1, Integer.MAX_VALUE);
		Checks.notNegative("reconnect.open-duration", openDuration);
		allowedServers = List.copyOf(allowedServers);
	}

	/**
	 * How a new connection proves that it works.
	 *
	 * @param mode the kind of proof
	 * @param topic the topic of the test publish
	 * @param timeout how long the proof may take
	 */
	public record Validation(Mode mode, String topic, Duration timeout) {

		/**
		 * Checks them.
		 * @throws IllegalArgumentException naming the property, the value and the way out
		 */
		public Validation {
			TopicNames.requireValid(topic.replace("{client-id}", "x"));
			Checks.positive("reconnect.validation.timeout", timeout);
		}

	}

	/**
	 * The kind of proof.
	 */
	public enum Mode {

		/** A test publish must be acknowledged. */
		PUBLISH,

		/** It must come back. */
		ROUND_TRIP,

		/** None. */
		NONE

	}

}
