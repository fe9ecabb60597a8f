package io.mqttdriver.autoconfigure;

import java.time.Duration;

import io.mqttdriver.MqttDriverBuilder.WhenFull;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code mqtt.driver.publish.*}. Immutable.
 *
 * @param qos Quality of service where a publish gives none.
 * @param timeout Time without progress of the oldest publish in flight after which the
 * client is rebuilt.
 * @param deliveryTimeout Time from publish() to its failure, over all attempts.
 * @param outbox Publishes that are accepted and not yet settled.
 */
record PublishProperties(@DefaultValue("1") int qos, @DefaultValue("5s") Duration timeout,
		@DefaultValue("10m") Duration deliveryTimeout, @NestedConfigurationProperty @DefaultValue Outbox outbox) {

	/**
	 * The properties {@code mqtt.driver.publish.outbox.*}.
	 *
	 * @param capacity Most publishes that are accepted and not yet settled.
	 * @param maxBytes Most bytes that are accepted and not yet settled.
	 * @param whenFull What a publish does when the outbox is full.
	 */
	record Outbox(@DefaultValue("10000") int capacity, @DefaultValue("64MB") DataSize maxBytes,
			@DefaultValue("reject") WhenFull whenFull) {
	}

}
