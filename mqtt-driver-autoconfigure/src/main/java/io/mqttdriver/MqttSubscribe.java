package io.mqttdriver;

import io.mqttdriver.topic.TopicNames;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A subscription to ask for: topic, type, options, handler. Immutable.
 *
 * @param <T> the payload's type
 */
public final class MqttSubscribe<T> {

	private final Builder<T> values;

	private final MqttMessageHandler<T> handler;

	private MqttSubscribe(Builder<T> values, MqttMessageHandler<T> handler) {
		this.values = values;
		this.handler = handler;
	}

	/**
	 * Starts a subscription.
	 * @param <T> the payload's type
	 * @param topic a filter; {@code {name}} stands for a level, {@code {*name}} at the
	 * end for the rest
	 * @param type what payloads are read as
	 * @return a builder
	 * @throws IllegalArgumentException on a malformed filter, or without a type
	 */
	public static <T> Builder<T> to(String topic, Class<T> type) {
		TopicTemplate.parse(topic);
		Assert.notNull(type, () -> "The type to read messages of '" + topic
				+ "' as is null: give the class of the payload, String.class or byte[].class for as it is");
		return new Builder<>(topic, type);
	}

	/**
	 * The topic.
	 * @return as given, with its variables
	 */
	public String topic() {
		return this.values.topic;
	}

	/**
	 * The payload's type.
	 * @return what payloads are read as
	 */
	public Class<T> type() {
		return this.values.type;
	}

	/**
	 * The QoS to ask for.
	 * @return 0, 1, 2, or none for {@code mqtt.driver.listener.qos}
	 */
	public @Nullable Integer qos() {
		return this.values.qos;
	}

	/**
	 * The group of a shared subscription (MQTT 5, 4.8.2).
	 * @return or none
	 */
	public @Nullable String group() {
		return this.values.group;
	}

	/**
	 * How many topics are handled at a time.
	 * @return or none, for {@code mqtt.driver.listener.concurrency}
	 */
	public @Nullable Integer concurrency() {
		return this.values.concurrency;
	}

	/**
	 * The handler.
	 * @return never null
	 */
	public MqttMessageHandler<T> handler() {
		return this.handler;
	}

	/**
	 * Builds a subscription. Not thread-safe.
	 *
	 * @param <T> the payload's type
	 */
	public static final class Builder<T> {

		private final String topic;

		private final Class<T> type;

		private @Nullable Integer qos;

		private @Nullable String group;

		private @Nullable Integer concurrency;

		private @Nullable MqttMessageHandler<T> handler;

		private Builder(String topic, Class<T> type) {
			this.topic = topic;
			this.type = type;
		}

		private Builder(Builder<T> other) {
			this(other.topic, other.type);
			this.qos = other.qos;
			this.group = other.group;
			this.concurrency = other.concurrency;
			this.handler = other.handler;
		}

		/**
		 * Sets the QoS; default {@code mqtt.driver.listener.qos}.
		 * @param qos 0, 1 or 2
		 * @return this builder
		 * @throws IllegalArgumentException on anything else
		 */
		public Builder<T> qos(int qos) {
			this.qos = Qos.requireValid(qos);
			return this;
		}

		/**
		 * Makes it a shared subscription: {@code $share/{group}/…}.
		 * @param group the share name
		 * @return this builder
		 * @throws IllegalArgumentException on an empty one, or one with {@code /},
		 * {@code +} or {@code #}
		 */
		public Builder<T> group(String group) {
			TopicNames.requireShareName(group);
			TopicTemplate.parse("$share/" + group + "/" + this.topic);
			this.group = group;
			return this;
		}

		/**
		 * Sets how many topics are handled at a time; messages of one topic stay in
		 * order. Default {@code mqtt.driver.listener.concurrency}.
		 * @param concurrency 1 or more
		 * @return this builder
		 * @throws IllegalArgumentException on less
		 */
		public Builder<T> concurrency(int concurrency) {
			if (concurrency < 1) {
				throw new IllegalArgumentException("The concurrency " + concurrency + " of topic '" + this.topic
						+ "' is less than 1: give the number of topics to handle at a time");
			}
			this.concurrency = concurrency;
			return this;
		}

		/**
		 * Sets the handler.
		 * @param handler called on the driver's handler threads
		 * @return this builder
		 */
		public Builder<T> handler(MqttMessageHandler<T> handler) {
			this.handler = handler;
			return this;
		}

		/**
		 * Builds the subscription.
		 * @return an immutable subscription
		 * @throws IllegalArgumentException without a handler
		 */
		public MqttSubscribe<T> build() {
			if (this.handler == null) {
				throw new IllegalArgumentException(
						"The subscription to '" + this.topic + "' has no handler: call handler(…)");
			}
			return new MqttSubscribe<>(new Builder<>(this), this.handler);
		}

	}

}
