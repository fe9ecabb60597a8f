package io.mqttdriver.engine.paho;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.EngineEvents;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.RecordingEvents;
import io.mqttdriver.engine.RecordingEvents.Closed;
import io.mqttdriver.engine.RecordingEvents.Connected;
import io.mqttdriver.engine.RecordingEvents.Lost;
import io.mqttdriver.engine.RecordingEvents.Settled;
import io.mqttdriver.engine.Tls;
import io.mqttdriver.test.FakeMqttBroker;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One client of the engine against a scripted broker.
 */
final class Rig implements AutoCloseable {

	static final Duration LONG = Duration.ofSeconds(10);

	final FakeMqttBroker broker;

	final RecordingEvents events = new RecordingEvents();

	PahoEngine engine = PahoEngine.create();

	Duration keepAlive = Duration.ofSeconds(15);

	Duration connectTimeout = Duration.ofSeconds(5);

	int maximumPacketSize = 1_000_000;

	Tls tls;

	URI uri;

	EngineClient client;

	Rig() {
		this(FakeMqttBroker.start());
	}

	Rig(FakeMqttBroker broker) {
		this.broker = broker;
		this.uri = URI.create(broker.uri());
	}

	ClientSpec spec() {
		return new ClientSpec(this.uri, "client",
				new ClientSpec.Credentials("user", "s3cret".getBytes(StandardCharsets.UTF_8)), this.keepAlive,
				this.connectTimeout, true, Duration.ZERO, 100, this.maximumPacketSize, null, this.tls);
	}

	void open() {
		open(this.events);
	}

	void open(EngineEvents listener) {
		this.client = this.engine.open(spec(), listener);
	}

	Connected connect() {
		open();
		await(() -> this.events.has(Connected.class) || this.events.has(Lost.class));
		return this.events.all(Connected.class).get(0);
	}

	EngineFailure lost() {
		await(() -> this.events.has(Closed.class));
		EngineFailure failure = this.events.all(Lost.class).get(0).failure();
		assertThat(failure.message()).doesNotContain("s3cret").doesNotContain("user:");
		return failure;
	}

	void publish(long token, int qos) {
		this.client.publish(token, message("topic", qos, new byte[0]));
	}

	int settled(long token) {
		await(() -> this.events.all(Settled.class).stream().anyMatch((event) -> event.token() == token));
		return this.events.all(Settled.class)
			.stream()
			.filter((event) -> event.token() == token)
			.mapToInt(Settled::reasonCode)
			.findFirst()
			.getAsInt();
	}

	static OutboundPublish message(String topic, int qos, byte[] payload) {
		return new OutboundPublish(topic, payload, qos, false, PublishProperties.NONE);
	}

	static void await(BooleanSupplier condition) {
		Awaitility.await()
			.atMost(LONG.toSeconds(), TimeUnit.SECONDS)
			.pollInterval(Duration.ofMillis(2))
			.until(condition::getAsBoolean);
	}

	static void calmDown() {
		Awaitility.await().pollDelay(Duration.ofMillis(60)).until(() -> true);
	}

	@Override
	public void close() {
		if (this.client != null) {
			this.client.close(0, Duration.ZERO);
			await(() -> this.events.has(Closed.class));
		}
		this.broker.close();
	}

}
