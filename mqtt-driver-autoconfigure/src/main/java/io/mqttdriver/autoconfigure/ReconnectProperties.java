package io.mqttdriver.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.mqttdriver.MqttDriverBuilder.ClientIdPolicy;
import io.mqttdriver.MqttDriverBuilder.ValidationMode;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code mqtt.driver.reconnect.*}. Immutable.
 *
 * @param minInterval Shortest time between two reconnect triggers.
 * @param multiplier Multiplier of the waits after failures, 1 or more.
 * @param maxInterval Longest wait after a failure, before jitter.
 * @param jitter Share by which waits are lengthened at most, 0 to 1.
 * @param spread Time by a random part of which the first attempt after a loss is put off;
 * attempts that follow in the same outage are at least as far apart. For fleets.
 * @param stableAfter Time connected after which failures and back-off count from zero.
 * @param maxFailures Consecutive failures after which the circuit opens.
 * @param openDuration Time, lengthened by jitter, from opening the circuit to the next
 * probe; with zero it stays open until reset.
 * @param allowedServers Hosts to which a server may send the client.
 * @param clientId Client id of a rebuild.
 * @param validation How a new connection proves that it works.
 */
record ReconnectProperties(@DefaultValue("5s") Duration minInterval, @DefaultValue("1.5") double multiplier,
		@DefaultValue("30s") Duration maxInterval, @DefaultValue("0.2") double jitter,
		@DefaultValue("0s") Duration spread, @DefaultValue("10s") Duration stableAfter,
		@DefaultValue("10") int maxFailures, @DefaultValue("60s") Duration openDuration,
		@DefaultValue List<String> allowedServers, @DefaultValue("auto") ClientIdPolicy clientId,
		@NestedConfigurationProperty @DefaultValue Validation validation) {

	/**
	 * The properties {@code mqtt.driver.reconnect.validation.*}.
	 *
	 * @param mode Kind of proof.
	 * @param topic Topic of the test publish; {client-id} stands for the configured
	 * client id.
	 * @param timeout Limit for the proof.
	 */
	record Validation(@DefaultValue("publish") ValidationMode mode,
			@DefaultValue("mqtt-driver/validation/{client-id}") String topic, @DefaultValue("5s") Duration timeout) {
	}

}
