package io.mqttdriver.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.MqttCredentials;
import io.mqttdriver.MqttCredentialsProvider;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.event.MqttConnectedEvent;
import io.mqttdriver.event.MqttSubscriptionRefusedEvent;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** The beans together, against a broker. */
class WiringTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final FakeMqttBroker broker = FakeMqttBroker.start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JacksonAutoConfiguration.class,
				ValidationAutoConfiguration.class, MqttDriverAutoConfiguration.class))
		.withPropertyValues("mqtt.driver.uris=" + this.broker.uri(), "mqtt.driver.startup=required",
				"mqtt.driver.listener.retry.max-retries=0", "mqtt.driver.reconnect.min-interval=0s");

	@AfterEach
	void close() {
		this.broker.close();
	}

	@Test
	void thePropertiesReachTheServer() {
		this.runner
			.withPropertyValues("mqtt.driver.client-id=edge", "mqtt.driver.username=u", "mqtt.driver.password=p",
					"mqtt.driver.keep-alive=42s", "mqtt.driver.session-expiry=1h", "mqtt.driver.receive-maximum=7",
					"mqtt.driver.maximum-packet-size=10KB", "mqtt.driver.will.topic=w", "mqtt.driver.will.payload=gone",
					"mqtt.driver.will.qos=1", "mqtt.driver.will.retained=true", "mqtt.driver.will.delay=5s",
					"mqtt.driver.reconnect.validation.topic=check/{client-id}")
			.run((context) -> {
				ReceivedPacket packet = this.broker.packets(MqttPacketType.CONNECT).get(0);
				assertThat(packet.clientId()).isEqualTo("edge");
				assertThat(packet.properties()).containsEntry("sessionExpiryInterval", 3600)
					.containsEntry("receiveMaximum", 7)
					.containsEntry("maximumPacketSize", 10_240);
				ReceivedPacket.Connect connect = packet.connect();
				assertThat(connect).isNotNull();
				assertThat(connect.username()).isEqualTo("u");
				assertThat(connect.password()).asString(StandardCharsets.UTF_8).isEqualTo("p");
				assertThat(connect.keepAlive()).isEqualTo(42);
				assertThat(connect.will()).satisfies((will) -> {
					assertThat(will.topic()).isEqualTo("w");
					assertThat(will.payload()).asString(StandardCharsets.UTF_8).isEqualTo("gone");
					assertThat(will.qos()).isEqualTo(1);
					assertThat(will.retain()).isTrue();
					assertThat(will.properties()).containsEntry("willDelayInterval", 5);
				});
				assertThat(this.broker.packets(MqttPacketType.PUBLISH).get(0).topic()).isEqualTo("check/edge");
			});
	}

	@Test
	void aCredentialsProviderBeanIsAskedInsteadOfTheProperties() {
		this.runner.withPropertyValues("mqtt.driver.username=u", "mqtt.driver.password=p")
			.withBean(MqttCredentialsProvider.class,
					() -> () -> new MqttCredentials("token", "t1".getBytes(StandardCharsets.UTF_8)))
			.run((context) -> {
				ReceivedPacket.Connect connect = this.broker.packets(MqttPacketType.CONNECT).get(0).connect();
				assertThat(connect).isNotNull();
				assertThat(connect.username()).isEqualTo("token");
				assertThat(connect.password()).asString(StandardCharsets.UTF_8).isEqualTo("t1");
			});
	}

	@Test
	void anAnnotatedMethodReceivesAndReplies() {
		this.runner.withBean(Thermometers.class).run((context) -> {
			Thermometers thermometers = context.getBean(Thermometers.class);
			this.broker.awaitPacket((packet) -> packet.type() == MqttPacketType.SUBSCRIBE, LIMIT);
			this.broker.publish(FakePublish.to("t/kitchen").qos(1).packetId(1).payload("{\"celsius\":21}"));
			assertThat(thermometers.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("kitchen 21");
			assertThat(published("last/kitchen").text()).isEqualTo("21");
		});
	}

	@Test
	void theApplicationsValidatorChecksPayloads() {
		this.runner.withBean(Thermometers.class)
			.withPropertyValues("mqtt.driver.listener.dead-letter-topic=dlt/{topic}")
			.run((context) -> {
				this.broker.awaitPacket((packet) -> packet.type() == MqttPacketType.SUBSCRIBE, LIMIT);
				this.broker.publish(FakePublish.to("t/kitchen").qos(1).packetId(1).payload("{\"celsius\":-300}"));
				assertThat(published("dlt/t/kitchen").text()).isEqualTo("{\"celsius\":-300}");
				assertThat(context.getBean(Thermometers.class).seen).isEmpty();
			});
	}

	@Test
	void theApplicationsJsonMapperWrites() {
		this.runner
			.withBean(JsonMapper.class,
					() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build())
			.run((context) -> {
				context.getBean(MqttDriver.class).publish("p", new Reading(5)).join();
				assertThat(published("p").text()).isEqualTo("{\"in_celsius\":5}");
				assertThat(published("p").userProperty("type")).isEqualTo("Reading");
			});
	}

	@Test
	void theApplicationsConverterComesBeforeJson() {
		this.runner.withBean(ReadingConverter.class).run((context) -> {
			context.getBean(MqttDriver.class).publish("p", new Reading(5)).join();
			assertThat(published("p").text()).isEqualTo("five or so");
		});
	}

	@Test
	void eventsArePublishedByTheContext() {
		this.broker.on(MqttPacketType.SUBSCRIBE, Answer.reasonCode(0x87));
		this.runner.withBean(Thermometers.class).withBean(Events.class).run((context) -> {
			Events events = context.getBean(Events.class);
			assertThat(events.connected.poll(10, TimeUnit.SECONDS)).isNotNull().satisfies((event) -> {
				assertThat(event.getServerUri()).isEqualTo(this.broker.uri());
				assertThat(event.getGeneration()).isEqualTo(1);
			});
			assertThat(events.refused.poll(10, TimeUnit.SECONDS)).isNotNull()
				.satisfies((event) -> assertThat(event.getFilter()).isEqualTo("t/+"));
		});
	}

	@Test
	void aConnectionStartedAfterTheListenersDelivers() {
		this.runner.withBean(Thermometers.class).withPropertyValues("mqtt.driver.auto-startup=false").run((context) -> {
			MqttReconnectManager manager = context.getBean(MqttReconnectManager.class);
			for (int round = 1; round <= 2; round++) {
				manager.start();
				this.broker.await(MqttPacketType.SUBSCRIBE, round, LIMIT);
				this.broker.publish(FakePublish.to("t/kitchen").qos(1).packetId(1).payload("{\"celsius\":21}"));
				assertThat(context.getBean(Thermometers.class).seen.poll(10, TimeUnit.SECONDS)).isEqualTo("kitchen 21");
				manager.stop();
			}
		});
	}

	@Test
	void listenersDoNotStartThatAreNotToStart() {
		this.runner.withBean(Thermometers.class)
			.withPropertyValues("mqtt.driver.listener.auto-startup=false")
			.run((context) -> {
				assertThat(context.getBean(MqttDriver.class).status().subscriptions()).isZero();
				assertThat(this.broker.packets(MqttPacketType.SUBSCRIBE)).isEmpty();
			});
	}

	private ReceivedPacket published(String topic) {
		return this.broker
			.awaitPacket((packet) -> packet.type() == MqttPacketType.PUBLISH && packet.topic().equals(topic), LIMIT);
	}

	record Temperature(@Min(-273) int celsius) {
	}

	record Reading(int inCelsius) {
	}

	static class Thermometers {

		final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		@MqttListener("t/{room}")
		@SendTo("last/{room}")
		String on(@Valid @Payload Temperature temperature, @DestinationVariable String room) {
			this.seen.add(room + " " + temperature.celsius());
			return Integer.toString(temperature.celsius());
		}

	}

	static class Events {

		final BlockingQueue<MqttConnectedEvent> connected = new LinkedBlockingQueue<>();

		final BlockingQueue<MqttSubscriptionRefusedEvent> refused = new LinkedBlockingQueue<>();

		@EventListener
		void connected(MqttConnectedEvent event) {
			this.connected.add(event);
		}

		@EventListener
		void refused(MqttSubscriptionRefusedEvent event) {
			this.refused.add(event);
		}

	}

	static class ReadingConverter extends AbstractMessageConverter {

		ReadingConverter() {
			super(List.of(MimeTypeUtils.TEXT_PLAIN));
			setStrictContentTypeMatch(false);
		}

		@Override
		protected boolean supports(Class<?> type) {
			return type == Reading.class;
		}

		@Override
		protected Object convertToInternal(Object payload, MessageHeaders headers, Object hint) {
			return "five or so".getBytes(StandardCharsets.UTF_8);
		}

		@Override
		protected Object convertFromInternal(Message<?> message, Class<?> type, Object hint) {
			return null;
		}

	}

}
