package io.mqttdriver;

import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;

/**
 * An MQTT 5 connection that comes back proven, and what goes over it. All methods return
 * at once and may be called from any thread, handlers and callbacks included. The futures
 * complete exactly once, on the driver's own callback threads, where a callback may
 * block; cancelling one withdraws nothing.
 */
public interface MqttDriver {

	/**
	 * Connects, and stays connected until {@link #disconnect()}. Idempotent. In
	 * {@link MqttDriverState#CIRCUIT_OPEN} it resets the circuit.
	 * @return done when the connection is validated and every subscription answered;
	 * fails with the last {@link MqttConnectException} when the circuit opens, with
	 * {@link MqttDriverClosedException} on {@code disconnect()}
	 */
	CompletableFuture<Void> connect();

	/**
	 * Takes nothing new, lets handlers and publishes finish for up to
	 * {@code mqtt.driver.shutdown-timeout}, interrupts or fails what is left, then sends
	 * DISCONNECT.
	 * @return done when the client is gone
	 */
	CompletableFuture<Void> disconnect();

	/**
	 * Publishes with the defaults of {@code mqtt.driver.publish.*}.
	 * @param topic a topic name
	 * @param payload {@code byte[]} and {@code String} as they are, anything else by the
	 * message converters (JSON)
	 * @return as {@link #publish(MqttPublish)}
	 * @throws IllegalArgumentException on a topic with wildcards, NUL or a lone
	 * surrogate, on a null payload, on more than 65,535 bytes of topic
	 */
	CompletableFuture<MqttPublishResult> publish(String topic, Object payload);

	/**
	 * Publishes. QoS 1 and 2 are accepted in every state but while stopping, and wait in
	 * the outbox for a connection; QoS 0 needs one.
	 * @param publish what to send
	 * @return done when written (QoS 0), on PUBACK (QoS 1), on PUBCOMP (QoS 2). Fails
	 * with {@link MqttPublishTimeoutException}, {@link MqttPublishRejectedException},
	 * {@link MqttPublishExpiredException}, {@link MqttOutboxFullException},
	 * {@link MqttNotConnectedException} or {@link MqttDriverClosedException}
	 * @throws IllegalArgumentException on bad arguments, naming the value
	 */
	CompletableFuture<MqttPublishResult> publish(MqttPublish publish);

	/**
	 * Subscribes a handler with the defaults of {@code mqtt.driver.listener.*}.
	 * @param <T> the payload's type
	 * @param topic a filter; {@code {name}} stands for a level, {@code {*name}} at the
	 * end for the rest
	 * @param type what payloads are read as
	 * @param handler called on the driver's handler threads
	 * @return as {@link #subscribe(MqttSubscribe)}
	 * @throws IllegalArgumentException on a malformed filter, naming it
	 */
	<T> CompletableFuture<MqttSubscription> subscribe(String topic, Class<T> type, MqttMessageHandler<T> handler);

	/**
	 * Subscribes a handler. It stays wanted over rebuilds until cancelled, also when the
	 * server refuses it.
	 * @param <T> the payload's type
	 * @param subscribe filter, type, handler and options
	 * @return done at the first SUBACK; fails with
	 * {@link MqttSubscriptionRejectedException} when that refuses
	 * @throws IllegalArgumentException on a malformed filter, naming it
	 */
	<T> CompletableFuture<MqttSubscription> subscribe(MqttSubscribe<T> subscribe);

	/**
	 * Removes every programmatic handler that was subscribed with this very string.
	 * @param topic as given to {@code subscribe}
	 * @return done when the server has answered, at once while there is no connection
	 * @throws IllegalArgumentException on a malformed filter, naming it
	 */
	CompletableFuture<Void> unsubscribe(String topic);

	/**
	 * Now, as far as known; never blocks.
	 * @return a snapshot
	 */
	MqttDriverStatus status();

	/**
	 * Builds a driver without Spring Boot; its setters are named as the properties
	 * {@code mqtt.driver.*}.
	 * @return a builder with the defaults of the properties
	 */
	static MqttDriverBuilder builder() {
		return ServiceLoader.load(MqttDriverBuilder.class, MqttDriver.class.getClassLoader())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"No MqttDriverBuilder in META-INF/services: keep the service files of mqtt-driver-autoconfigure when repackaging it"));
	}

}
