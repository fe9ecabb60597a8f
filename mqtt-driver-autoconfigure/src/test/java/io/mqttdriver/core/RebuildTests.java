package io.mqttdriver.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.listener.DefaultMqttListenerRegistry;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The nine steps of a rebuild, as a server sees them.
 */
class RebuildTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final FakeMqttBroker broker = FakeMqttBroker.start();

	private DefaultMqttDriver driver;

	@BeforeEach
	void build() {
		this.driver = (DefaultMqttDriver) MqttDriver.builder()
			.uris(this.broker.uri())
			.clientId("gateway")
			.reconnectMinInterval(Duration.ofMillis(50))
			.build();
	}

	@AfterEach
	void close() {
		this.driver.close();
		this.broker.close();
	}

	@Test
	void aPublishIsAcknowledgedAndAMessageHandled() throws Exception {
		this.driver.connect().get(10, TimeUnit.SECONDS);
		BlockingQueue<String> handled = new LinkedBlockingQueue<>();
		this.driver.subscribe("plant/{id}/cmd", String.class, (message) -> handled.add(message.getPayload()))
			.get(10, TimeUnit.SECONDS);
		MqttPublishResult result = this.driver.publish("plant/1/cmd", "go").get(10, TimeUnit.SECONDS);
		assertThat(result.reasonCode()).isZero();
		assertThat(result.attempts()).isOne();
		assertThat(handled.poll(10, TimeUnit.SECONDS)).isEqualTo("go");
		assertThat(this.driver.status().state()).isEqualTo(MqttDriverState.CONNECTED);
	}

	@Test
	void aRebuildHasAFreshIdThenValidatesThenSubscribesByOverlapGroupThenSendsAgain() throws Exception {
		this.driver.subscribe("a/+", String.class, (message) -> {
		});
		this.driver.subscribe("b/+", String.class, (message) -> {
		});
		this.driver.subscribe("a/#", String.class, (message) -> {
		});
		this.driver.connect().get(10, TimeUnit.SECONDS);
		this.broker.clearRecord();
		this.broker.stop();
		await().atMost(SOON).until(() -> this.driver.status().state() != MqttDriverState.CONNECTED);
		List<CompletableFuture<MqttPublishResult>> pending = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			pending.add(this.driver.publish(MqttPublish.to("out").payload("m" + i).build()));
		}
		this.broker.listen();
		for (CompletableFuture<MqttPublishResult> one : pending) {
			assertThat(one.get(20, TimeUnit.SECONDS).reasonCode()).isZero();
		}
		List<ReceivedPacket> packets = this.broker.packets();
		assertThat(packets.get(0).type()).isEqualTo(MqttPacketType.CONNECT);
		assertThat(packets.get(0).clientId()).matches("gateway_reconnect_\\d{13}");
		assertThat(packets.get(1).topic()).isEqualTo("mqtt-driver/validation/gateway");
		assertThat(packets.subList(2, 4)).extracting(ReceivedPacket::type).containsOnly(MqttPacketType.SUBSCRIBE);
		assertThat(packets.stream().filter((packet) -> "out".equals(packet.topic())).map(ReceivedPacket::text))
			.containsExactlyElementsOf(java.util.stream.IntStream.range(0, 50).mapToObj((i) -> "m" + i).toList());
		assertThat(this.broker.packets(MqttPacketType.SUBSCRIBE)).hasSize(2);
		assertThat(this.driver.status().rebuilds()).isOne();
	}

	@Test
	void listenersOfAClosedDriverStopAndStartWithoutComplaint() {
		DefaultMqttListenerRegistry registry = new DefaultMqttListenerRegistry(this.driver.listenerGateway());
		registry.start();
		this.driver.close();
		registry.stop();
		registry.start();
		registry.stop();
		assertThat(registry.isRunning()).isFalse();
	}

}
