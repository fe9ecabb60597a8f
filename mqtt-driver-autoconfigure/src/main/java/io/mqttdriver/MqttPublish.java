package io.mqttdriver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mqttdriver.topic.TopicNames;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A message to publish. Immutable but for the payload object and the correlation data,
 * which are not copied.
 */
public final class MqttPublish {

	private final Builder values;

	private MqttPublish(Builder values) {
		this.values = values;
	}

	/**
	 * Starts a publish.
	 * @param topic a topic name
	 * @return a builder
	 * @throws IllegalArgumentException on an empty topic, wildcards, NUL, a lone
	 * surrogate, or more than 65,535 bytes
	 */
	public static Builder to(String topic) {
		return new Builder(TopicNames.requireValid(topic));
	}

	/**
	 * The topic name.
	 * @return never empty
	 */
	public String topic() {
		return this.values.topic;
	}

	/**
	 * The payload before conversion.
	 * @return {@code byte[]}, {@code String}, or an object for the message converters
	 */
	public Object payload() {
		Object payload = this.values.payload;
		Assert.state(payload != null, "build() requires a payload");
		return payload;
	}

	/**
	 * The QoS.
	 * @return 0, 1, 2, or none for {@code mqtt.driver.publish.qos}
	 */
	public @Nullable Integer qos() {
		return this.values.qos;
	}

	/**
	 * Whether the server keeps the message for later subscribers.
	 * @return the retain flag (MQTT 5, 3.3.1.3)
	 */
	public boolean retained() {
		return this.values.retained;
	}

	/**
	 * The message expiry interval.
	 * @return counted from {@code publish()}, or none
	 */
	public @Nullable Duration messageExpiry() {
		return this.values.messageExpiry;
	}

	/**
	 * The content type.
	 * @return or none, for the one of the converter
	 */
	public @Nullable String contentType() {
		return this.values.contentType;
	}

	/**
	 * The response topic.
	 * @return or none
	 */
	public @Nullable String responseTopic() {
		return this.values.responseTopic;
	}

	/**
	 * The correlation data.
	 * @return or none
	 */
	public byte @Nullable [] correlationData() {
		return this.values.correlationData;
	}

	/**
	 * The user properties, in their order.
	 * @return names may repeat
	 */
	public List<Map.Entry<String, String>> userProperties() {
		return List.copyOf(this.values.userProperties);
	}

	/**
	 * Builds a publish. Not thread-safe. A builder may go on being used after
	 * {@link #build()}; it doesn't change what it built.
	 */
	public static final class Builder {

		private final String topic;

		private @Nullable Object payload;

		private @Nullable Integer qos;

		private boolean retained;

		private @Nullable Duration messageExpiry;

		private @Nullable String contentType;

		private @Nullable String responseTopic;

		private byte @Nullable [] correlationData;

		private List<Map.Entry<String, String>> userProperties = new ArrayList<>();

		private Builder(String topic) {
			this.topic = topic;
		}

		private Builder(Builder other) {
			this.topic = other.topic;
			this.payload = other.payload;
			this.qos = other.qos;
			this.retained = other.retained;
			this.messageExpiry = other.messageExpiry;
			this.contentType = other.contentType;
			this.responseTopic = other.responseTopic;
			this.correlationData = other.correlationData;
			this.userProperties = new ArrayList<>(other.userProperties);
		}

		/**
		 * Sets the payload; {@code new byte[0]} clears a retained topic.
		 * @param payload {@code byte[]} and {@code String} go as they are, anything else
		 * through the message converters
		 * @return this builder
		 * @throws IllegalArgumentException on null
		 */
		public Builder payload(Object payload) {
			if (payload == null) {
				throw new IllegalArgumentException("The payload for topic '" + this.topic
						+ "' is null: give new byte[0] for an empty message, which also clears a retained one");
			}
			this.payload = payload;
			return this;
		}

		/**
		 * Sets the QoS; default {@code mqtt.driver.publish.qos}.
		 * @param qos 0, 1 or 2
		 * @return this builder
		 * @throws IllegalArgumentException on anything else
		 */
		public Builder qos(int qos) {
			this.qos = Qos.requireValid(qos);
			return this;
		}

		/**
		 * Sets the retain flag; default {@code false}.
		 * @param retained whether the server keeps the message
		 * @return this builder
		 */
		public Builder retained(boolean retained) {
			this.retained = retained;
			return this;
		}

		/**
		 * Sets the message expiry interval (MQTT 5, 3.3.2.3.3), counted from
		 * {@code publish()}; what is left of it goes over the wire in whole seconds.
		 * @param messageExpiry more than zero
		 * @return this builder
		 * @throws IllegalArgumentException on null, zero, less, or more than 2^32-1
		 * seconds
		 */
		public Builder messageExpiry(Duration messageExpiry) {
			if (messageExpiry == null || messageExpiry.isZero() || messageExpiry.isNegative()
					|| messageExpiry.toSeconds() > 0xFFFF_FFFFL) {
				throw new IllegalArgumentException("The message expiry " + messageExpiry
						+ " is outside of more than zero to 4294967295 s: leave it out for a message that never expires");
			}
			this.messageExpiry = messageExpiry;
			return this;
		}

		/**
		 * Sets the content type (MQTT 5, 3.3.2.3.9).
		 * @param contentType a MIME type, by convention
		 * @return this builder
		 * @throws IllegalArgumentException on what is no MQTT string
		 */
		public Builder contentType(String contentType) {
			this.contentType = TopicNames.requireUtf8("content type", contentType);
			return this;
		}

		/**
		 * Sets the response topic (MQTT 5, 3.3.2.3.5).
		 * @param responseTopic a topic name
		 * @return this builder
		 * @throws IllegalArgumentException on what is no topic name
		 */
		public Builder responseTopic(String responseTopic) {
			this.responseTopic = TopicNames.requireValid(responseTopic);
			return this;
		}

		/**
		 * Sets the correlation data (MQTT 5, 3.3.2.3.6).
		 * @param correlationData at most 65,535 bytes
		 * @return this builder
		 * @throws IllegalArgumentException on null, or on more
		 */
		public Builder correlationData(byte[] correlationData) {
			if (correlationData == null) {
				throw new IllegalArgumentException("The correlation data is null: leave it out, or give bytes");
			}
			if (correlationData.length > 65_535) {
				throw new IllegalArgumentException(
						"The correlation data has " + correlationData.length + " bytes: MQTT takes at most 65535");
			}
			this.correlationData = correlationData;
			return this;
		}

		/**
		 * Adds a user property (MQTT 5, 3.3.2.3.7).
		 * @param name may repeat
		 * @param value its value
		 * @return this builder
		 * @throws IllegalArgumentException on what is no MQTT string
		 */
		public Builder userProperty(String name, String value) {
			this.userProperties.add(Map.entry(TopicNames.requireUtf8("user property name", name),
					TopicNames.requireUtf8("value of user property '" + name + "'", value)));
			return this;
		}

		/**
		 * Builds the publish.
		 * @return an immutable publish
		 * @throws IllegalArgumentException without a payload
		 */
		public MqttPublish build() {
			if (this.payload == null) {
				throw new IllegalArgumentException("The publish to topic '" + this.topic
						+ "' has no payload: call payload(…), with new byte[0] for an empty message");
			}
			return new MqttPublish(new Builder(this));
		}

	}

}
