package io.mqttdriver;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.unit.DataSize;

/**
 * Builds a driver. The setters are named as the properties {@code mqtt.driver.*}, where
 * the defaults and units are explained. Not thread-safe. A setter throws
 * {@link IllegalArgumentException} at once on a value that can't be, {@link #build()} on
 * values that don't go together.
 */
public interface MqttDriverBuilder {

	/**
	 * The servers, tried in turn: {@code tcp}, {@code mqtt}, {@code ssl}, {@code mqtts};
	 * default {@code tcp://localhost:1883}.
	 */
	MqttDriverBuilder uris(String... uris);

	/** The client id; default random. */
	MqttDriverBuilder clientId(String clientId);

	/** The user name; default none. */
	MqttDriverBuilder username(String username);

	/** The password; default none. */
	MqttDriverBuilder password(String password);

	/** Asked before each CONNECT instead of user name and password; default none. */
	MqttDriverBuilder credentialsProvider(MqttCredentialsProvider provider);

	/** Default 15 s; zero switches it off. */
	MqttDriverBuilder keepAlive(Duration keepAlive);

	/** For name, socket, TLS and CONNACK together, and for each SUBACK; default 10 s. */
	MqttDriverBuilder connectTimeout(Duration connectTimeout);

	/** For handlers and publishes to drain; default 10 s. */
	MqttDriverBuilder shutdownTimeout(Duration shutdownTimeout);

	/**
	 * How long the server keeps the session; above zero it needs a client id; default 0
	 * s.
	 */
	MqttDriverBuilder sessionExpiry(Duration sessionExpiry);

	/** Unacknowledged incoming messages, 1 to 65,535; default 1,000. */
	MqttDriverBuilder receiveMaximum(int receiveMaximum);

	/** The largest packet that is taken; default 1 MB. */
	MqttDriverBuilder maximumPacketSize(DataSize maximumPacketSize);

	/**
	 * The TLS context, asked anew for each connection; empty lists for the context's own
	 * protocols and ciphers; default the JDK's.
	 */
	MqttDriverBuilder ssl(Supplier<SSLContext> context, List<String> protocols, List<String> ciphers);

	/** Whether the certificate must name the host; default {@code true}. */
	MqttDriverBuilder sslVerifyHostname(boolean verify);

	/**
	 * What the server publishes when the connection breaks, and how long it waits with
	 * that; default none.
	 */
	MqttDriverBuilder will(MqttPublish will, Duration delay);

	/** Default 1. */
	MqttDriverBuilder publishQos(int qos);

	/** Without progress for so long the client is rebuilt; default 5 s. */
	MqttDriverBuilder publishTimeout(Duration timeout);

	/** From {@code publish()} to its failure; default 10 min. */
	MqttDriverBuilder publishDeliveryTimeout(Duration timeout);

	/** Accepted, not yet settled; default 10,000. */
	MqttDriverBuilder publishOutboxCapacity(int capacity);

	/** The same in bytes; default 64 MB. */
	MqttDriverBuilder publishOutboxMaxBytes(DataSize maxBytes);

	/** Default {@link WhenFull#REJECT}. */
	MqttDriverBuilder publishOutboxWhenFull(WhenFull whenFull);

	/** Between two reconnect triggers; default 5 s. */
	MqttDriverBuilder reconnectMinInterval(Duration interval);

	/** Of the waits after failures, 1 or more; default 1.5. */
	MqttDriverBuilder reconnectMultiplier(double multiplier);

	/** The longest wait before jitter; default 30 s. */
	MqttDriverBuilder reconnectMaxInterval(Duration interval);

	/** By which share waits are lengthened at most, 0 to 1; default 0.2. */
	MqttDriverBuilder reconnectJitter(double jitter);

	/**
	 * The first attempt after a loss is put off by a random part of this, and those that
	 * follow in the same outage are at least as far apart: for fleets; default 0 s.
	 */
	MqttDriverBuilder reconnectSpread(Duration spread);

	/** Connected for so long before failures count from zero; default 10 s. */
	MqttDriverBuilder reconnectStableAfter(Duration stableAfter);

	/** Consecutive, then the circuit opens; default 10. */
	MqttDriverBuilder reconnectMaxFailures(int maxFailures);

	/** Then one probe; zero stays open until reset; default 60 s. */
	MqttDriverBuilder reconnectOpenDuration(Duration openDuration);

	/** Hosts to which a server may send the client; default none. */
	MqttDriverBuilder reconnectAllowedServers(String... hosts);

	/** Default {@link ClientIdPolicy#AUTO}. */
	MqttDriverBuilder reconnectClientId(ClientIdPolicy policy);

	/** Default {@link ValidationMode#PUBLISH}. */
	MqttDriverBuilder reconnectValidationMode(ValidationMode mode);

	/** Default {@code mqtt-driver/validation/{client-id}}. */
	MqttDriverBuilder reconnectValidationTopic(String topic);

	/** Default 5 s. */
	MqttDriverBuilder reconnectValidationTimeout(Duration timeout);

	/** Default 1. */
	MqttDriverBuilder listenerQos(int qos);

	/** Topics that a listener handles at a time; default 1. */
	MqttDriverBuilder listenerConcurrency(int concurrency);

	/** Whether no acknowledgement ever passes another; default {@code false}. */
	MqttDriverBuilder listenerStrictAckOrder(boolean strict);

	/** Messages of QoS 0 waiting for handlers; default 20,000. */
	MqttDriverBuilder listenerBufferCapacity(int capacity);

	/** The same in bytes; default 64 MB. */
	MqttDriverBuilder listenerBufferMaxBytes(DataSize maxBytes);

	/** After the first attempt; default 2. */
	MqttDriverBuilder listenerRetryMaxRetries(int retries);

	/** Default 1 s. */
	MqttDriverBuilder listenerRetryInitialInterval(Duration interval);

	/** Default 2. */
	MqttDriverBuilder listenerRetryMultiplier(double multiplier);

	/** Default 10 s. */
	MqttDriverBuilder listenerRetryMaxInterval(Duration interval);

	/** E.g. {@code dlt/{topic}}; default none. */
	MqttDriverBuilder listenerDeadLetterTopic(String topic);

	/** The user property with the type name; default {@code type}. */
	MqttDriverBuilder messagesTypeProperty(String name);

	/** A class known by a type name, for {@code mqtt.driver.messages.types.{name}}. */
	MqttDriverBuilder messagesType(String name, Class<?> type);

	/** Tried after bytes and strings and before JSON; default none. */
	MqttDriverBuilder messageConverters(List<MessageConverter> converters);

	/** Reads and writes JSON; default a plain one. */
	MqttDriverBuilder jsonMapper(JsonMapper mapper);

	/** Is told the events of {@code io.mqttdriver.event}; default none. */
	MqttDriverBuilder eventPublisher(ApplicationEventPublisher publisher);

	/**
	 * Builds the driver; it connects on {@link MqttDriver#connect()}.
	 * @return a driver in state {@link MqttDriverState#STOPPED}
	 * @throws IllegalArgumentException on values that don't go together
	 */
	MqttDriver build();

	/**
	 * What a publish does when the outbox is full.
	 */
	enum WhenFull {

		/** Its future fails with {@link MqttOutboxFullException}. */
		REJECT,

		/** The caller is blocked, up to the delivery timeout. */
		WAIT

	}

	/**
	 * The client id of a rebuild.
	 */
	enum ClientIdPolicy {

		/** Stable where a session is kept or a will is set, else fresh. */
		AUTO,

		/** {@code {client-id}_reconnect_{epoch millis}}, strictly increasing. */
		FRESH,

		/** Always the configured one. */
		STABLE

	}

	/**
	 * How a new connection proves that it works.
	 */
	enum ValidationMode {

		/** A test publish of QoS 1 must be acknowledged. */
		PUBLISH,

		/** The test publish must come back. */
		ROUND_TRIP,

		/** No proof. */
		NONE

	}

}
