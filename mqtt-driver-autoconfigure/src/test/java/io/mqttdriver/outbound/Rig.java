package io.mqttdriver.outbound;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.simulation.VirtualTime;

/**
 * An outbox on virtual time, and clients for it.
 */
final class Rig {

	static final PublishSettings DEFAULTS = new PublishSettings(Duration.ofSeconds(5), Duration.ofMinutes(10), 10_000,
			64 << 20, false);

	final VirtualTime time = new VirtualTime();

	final List<String> outcomes = new ArrayList<>();

	final Outbox outbox;

	private int generation;

	Rig() {
		this(DEFAULTS);
	}

	Rig(PublishSettings settings) {
		this.outbox = new Outbox(settings, this.time::nanoTime, this.time, this.time,
				(qos, outcome, elapsed) -> this.outcomes.add(outcome));
	}

	static PublishSettings settings(Duration timeout, Duration deliveryTimeout) {
		return new PublishSettings(timeout, deliveryTimeout, 10_000, 64 << 20, false);
	}

	static PublishSettings bounds(int capacity, long maxBytes) {
		return new PublishSettings(Duration.ofSeconds(5), Duration.ofMinutes(10), capacity, maxBytes, false);
	}

	static OutboundPublish message(String topic, String text, int qos) {
		return message(topic, text, qos, PublishProperties.NONE);
	}

	static OutboundPublish message(String topic, String text, int qos, PublishProperties properties) {
		return new OutboundPublish(topic, text.getBytes(StandardCharsets.UTF_8), qos, false, properties);
	}

	static OutboundPublish expiring(String topic, String text, Duration expiry) {
		return message(topic, text, 1, new PublishProperties(false, expiry, null, null, null, List.of()));
	}

	static ServerLimits window(int size) {
		return limits(2, true, 268_435_460L, size);
	}

	static ServerLimits limits(int maximumQos, boolean retain, long packet, int window) {
		return new ServerLimits(maximumQos, retain, packet, 65_535, window, true, true, true, Duration.ZERO, null,
				null);
	}

	CompletableFuture<MqttPublishResult> publish(String text) {
		return publish("t", text, 1);
	}

	CompletableFuture<MqttPublishResult> publish(String topic, String text, int qos) {
		return this.outbox.publish(message(topic, text, qos));
	}

	Session open() {
		return new Session(++this.generation);
	}

	Session start() {
		return start(ServerLimits.NONE);
	}

	Session start(ServerLimits limits) {
		Session session = open();
		session.window.start(limits);
		return session;
	}

	/**
	 * A client, its window, and what the window said.
	 */
	final class Session implements WindowContext {

		final RecordingClient client = new RecordingClient(Rig.this.time::nanoTime);

		final Window window = Rig.this.outbox.open(this.client, this);

		final List<String> diagnoses = new ArrayList<>();

		private final int generation;

		Session(int generation) {
			this.generation = generation;
		}

		/** Answers the last that was sent with that text. */
		void answer(String text, int reasonCode) {
			long token = this.client.sent()
				.stream()
				.filter((sent) -> sent.text().equals(text))
				.reduce((first, second) -> second)
				.orElseThrow()
				.token();
			this.window.settled(token, reasonCode, "");
			Rig.this.time.settle();
		}

		List<String> texts() {
			return this.client.texts();
		}

		@Override
		public String describe() {
			return "CONNECTED, client id 'c', server tcp://broker:1883, generation " + this.generation;
		}

		@Override
		public void stalled(String diagnosis) {
			this.diagnoses.add(diagnosis);
		}

	}

}
