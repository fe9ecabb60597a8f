package io.mqttdriver.autoconfigure;

import java.util.UUID;
import java.util.function.Consumer;

import io.mqttdriver.MqttDriverBuilder;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.topic.TopicNames;

import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Hands the properties to the driver's builder, which checks them. Used once, by the
 * starting thread.
 */
final class PropertyMapping {

	private static final int RANDOM_CHARACTERS = 12;

	private static final DataSize LARGEST_PACKET = DataSize.ofMegabytes(256);

	private final MqttDriverProperties properties;

	private final String applicationName;

	PropertyMapping(MqttDriverProperties properties, String applicationName) {
		this.properties = properties;
		this.applicationName = applicationName;
	}

	void applyTo(MqttDriverBuilder builder) {
		connection(builder);
		will(builder);
		publish(builder, this.properties.publish());
		reconnect(builder, this.properties.reconnect());
		listener(builder, this.properties.listener());
		builder.messagesTypeProperty(this.properties.messages().typeProperty());
		this.properties.messages().types().forEach(builder::messagesType);
	}

	private void connection(MqttDriverBuilder builder) {
		String clientId = this.properties.clientId();
		if (StringUtils.hasText(clientId)) {
			builder.clientId(clientId);
		}
		else if (this.properties.sessionExpiry().isZero()) {
			builder.clientId(randomClientId());
		}
		builder.keepAlive(this.properties.keepAlive())
			.connectTimeout(this.properties.connectTimeout())
			.shutdownTimeout(this.properties.shutdownTimeout())
			.sessionExpiry(this.properties.sessionExpiry())
			.receiveMaximum(this.properties.receiveMaximum())
			.maximumPacketSize(maximumPacketSize())
			.sslVerifyHostname(this.properties.ssl().verifyHostname());
	}

	private DataSize maximumPacketSize() {
		DataSize size = this.properties.maximumPacketSize();
		if (size.compareTo(LARGEST_PACKET) > 0) {
			throw new IllegalArgumentException("mqtt.driver.maximum-packet-size is " + size.toBytes()
					+ " bytes: set it to at most 256MB, the largest packet of MQTT 5 (section 2.1.4)");
		}
		return size;
	}

	private String randomClientId() {
		String random = UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM_CHARACTERS);
		return (this.applicationName.isBlank() ? "mqtt-driver" : this.applicationName) + "-" + random;
	}

	private void will(MqttDriverBuilder builder) {
		MqttDriverProperties.Will will = this.properties.will();
		if (will == null) {
			return;
		}
		if (!StringUtils.hasText(will.topic())) {
			throw new IllegalArgumentException(
					"mqtt.driver.will.topic is not set, but other properties of the will are: set it, or remove those");
		}
		if (will.qos() < 0 || will.qos() > 2) {
			throw new IllegalArgumentException("mqtt.driver.will.qos is " + will.qos() + ": set it to 0, 1 or 2");
		}
		try {
			builder.will(MqttPublish.to(will.topic())
				.payload(will.payload())
				.qos(will.qos())
				.retained(will.retained())
				.build(), will.delay());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("mqtt.driver.will: " + ex.getMessage(), ex);
		}
	}

	private static void publish(MqttDriverBuilder builder, PublishProperties publish) {
		builder.publishQos(publish.qos())
			.publishTimeout(publish.timeout())
			.publishDeliveryTimeout(publish.deliveryTimeout())
			.publishOutboxCapacity(publish.outbox().capacity())
			.publishOutboxMaxBytes(publish.outbox().maxBytes())
			.publishOutboxWhenFull(publish.outbox().whenFull());
	}

	private static void reconnect(MqttDriverBuilder builder, ReconnectProperties reconnect) {
		named("reconnect.validation.topic", reconnect.validation().topic(), TopicNames::requireValid);
		builder.reconnectMinInterval(reconnect.minInterval())
			.reconnectMultiplier(reconnect.multiplier())
			.reconnectMaxInterval(reconnect.maxInterval())
			.reconnectJitter(reconnect.jitter())
			.reconnectSpread(reconnect.spread())
			.reconnectStableAfter(reconnect.stableAfter())
			.reconnectMaxFailures(reconnect.maxFailures())
			.reconnectOpenDuration(reconnect.openDuration())
			.reconnectAllowedServers(reconnect.allowedServers().toArray(String[]::new))
			.reconnectClientId(reconnect.clientId())
			.reconnectValidationMode(reconnect.validation().mode())
			.reconnectValidationTopic(reconnect.validation().topic())
			.reconnectValidationTimeout(reconnect.validation().timeout());
	}

	private static void listener(MqttDriverBuilder builder, ListenerProperties listener) {
		builder.listenerQos(listener.qos())
			.listenerConcurrency(listener.concurrency())
			.listenerStrictAckOrder(listener.strictAckOrder())
			.listenerBufferCapacity(listener.buffer().capacity())
			.listenerBufferMaxBytes(listener.buffer().maxBytes())
			.listenerRetryMaxRetries(listener.retry().maxRetries())
			.listenerRetryInitialInterval(listener.retry().initialInterval())
			.listenerRetryMultiplier(listener.retry().multiplier())
			.listenerRetryMaxInterval(listener.retry().maxInterval());
		if (listener.deadLetterTopic() != null) {
			named("listener.dead-letter-topic", listener.deadLetterTopic(), builder::listenerDeadLetterTopic);
		}
	}

	/** Where the error names only the topic, the property is put before it. */
	private static void named(String property, String value, Consumer<String> setter) {
		try {
			setter.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("mqtt.driver." + property + ": " + ex.getMessage(), ex);
		}
	}

}
