package io.mqttdriver.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttNotConnectedException;
import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More is published than a server or its link takes at once.
 */
@Proof(Means.WIRE)
class FlowTests {

	/** As many as the engine's library can count. */
	private static final int LARGEST_WINDOW = 32_767;

	/** Tens of thousands take their time on a busy machine. */
	private static final Duration MANY = Duration.ofMinutes(1);

	@ParameterizedTest
	@ValueSource(ints = { 1, 10 })
	@Fault("P6")
	void neverMoreIsUnacknowledgedThanTheServersReceiveMaximum(int maximum) {
		try (WireDriver it = new WireDriver()) {
			it.broker.connack((connack) -> connack.receiveMaximum(maximum));
			it.broker.on(MqttPacketType.PUBLISH, Answer.delay(Duration.ofMillis(3), Answer.normal()));
			it.connected();
			List<CompletableFuture<MqttPublishResult>> all = new ArrayList<>();
			for (int i = 0; i < 120; i++) {
				all.add(it.driver.publish(MqttPublish.to("t").payload("m" + i).qos(1 + i % 2).build()));
			}
			all.forEach((future) -> assertThat(it.done(future).attempts()).isOne());
			assertThat(it.broker.mostUnacknowledged()).isEqualTo(maximum);
			assertThat(it.published()).hasSize(120);
			assertThat(it.status().rebuilds()).isZero();
		}
	}

	@Test
	@Fault("P6")
	void theLargestReceiveMaximumIsFilledAndNoPublishIsRefusedForIt() {
		int count = LARGEST_WINDOW + 1_000;
		try (WireDriver it = new WireDriver(
				(settings) -> settings.publishTimeout(Duration.ofMinutes(1)).publishOutboxCapacity(count))) {
			it.broker.connack((connack) -> connack.receiveMaximum(65_535));
			it.connected();
			it.broker.on(MqttPacketType.PUBLISH, Answer.ignore());
			List<CompletableFuture<MqttPublishResult>> all = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				all.add(it.driver.publish("t", ""));
			}
			it.broker.await(MqttPacketType.PUBLISH, LARGEST_WINDOW + 1, MANY);
			assertThat(it.broker.mostUnacknowledged()).isEqualTo(LARGEST_WINDOW);
			assertThat(all).noneMatch(CompletableFuture::isDone);
			it.broker.on(MqttPacketType.PUBLISH, Answer.normal());
			it.broker.now(Answer.raw(pubacks(it.published())));
			assertThat(CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))).succeedsWithin(MANY);
			assertThat(it.published()).hasSize(count);
			assertThat(it.status().rebuilds()).isZero();
		}
	}

	private static byte[] pubacks(List<ReceivedPacket> publishes) {
		byte[] bytes = new byte[4 * publishes.size()];
		for (int i = 0; i < publishes.size(); i++) {
			int id = publishes.get(i).packetId();
			byte[] puback = { 0x40, 2, (byte) (id >> 8), (byte) id };
			System.arraycopy(puback, 0, bytes, 4 * i, 4);
		}
		return bytes;
	}

	@Test
	@Fault("P7")
	void aFloodOfQos0OnAStalledPeerIsBoundedByBytesAndFailsClearly() {
		long maximum = 2_000_000;
		try (WireDriver it = new WireDriver(FakeMqttBroker.builder().receiveBuffer(4_096).start(),
				(settings) -> settings.publishOutboxMaxBytes(DataSize.ofBytes(maximum))
					.publishTimeout(Duration.ofSeconds(1)))) {
			it.connected();
			it.broker.stallAll();
			List<CompletableFuture<MqttPublishResult>> flood = new ArrayList<>();
			for (int i = 0; i < 1_000; i++) {
				flood.add(it.driver.publish(MqttPublish.to("t").payload(new byte[10_000]).qos(0).build()));
				assertThat(it.driver.outbox().bytes()).isLessThanOrEqualTo(maximum);
			}
			WireDriver.until(() -> assertThat(failures(flood, MqttOutboxFullException.class)).as("at once")
				.hasSizeGreaterThan(100)
				.allSatisfy(
						(failure) -> assertThat(failure).hasMessageContaining("mqtt.driver.publish.outbox.max-bytes")));
			assertThat(it.status().rebuilds()).isZero();
			it.awaitRebuilds(1);
			WireDriver.until(() -> assertThat(flood).allMatch(CompletableFuture::isDone));
			assertThat(failures(flood, MqttNotConnectedException.class)).as("by the loss")
				.isNotEmpty()
				.allSatisfy((failure) -> assertThat(failure).hasMessageContaining("QoS 0 is not sent again"));
			assertThat(failures(flood, Throwable.class)).hasOnlyElementsOfTypes(MqttOutboxFullException.class,
					MqttNotConnectedException.class);
			assertThat(it.status().pendingPublishes()).isZero();
			it.done(it.driver.publish(MqttPublish.to("t").payload("after").qos(0).build()));
		}
	}

	private static List<Throwable> failures(List<CompletableFuture<MqttPublishResult>> futures,
			Class<? extends Throwable> type) {
		return futures.stream()
			.filter(CompletableFuture::isCompletedExceptionally)
			.map((future) -> future.handle((result, failure) -> failure).join())
			.filter(type::isInstance)
			.toList();
	}

	/** Five times as fast as 100 kB a second, with a fifth of the usual timeout. */
	@Test
	@Fault("P14")
	void aLargePublishOnASlowLinkIsNoLoss() {
		Duration publishTimeout = Duration.ofSeconds(1);
		try (WireDriver it = new WireDriver(
				FakeMqttBroker.builder().receiveBuffer(8_192).bytesPerSecond(500_000).start(),
				(settings) -> settings.publishTimeout(publishTimeout))) {
			it.connected();
			byte[] large = new byte[1_000_000];
			large[999_999] = 42;
			MqttPublishResult result = it.done(it.driver.publish("t", large));
			assertThat(result.attempts()).isOne();
			assertThat(result.elapsed()).isGreaterThan(publishTimeout.multipliedBy(3).dividedBy(2));
			assertThat(it.published()).singleElement()
				.satisfies((packet) -> assertThat(packet.payload()).isEqualTo(large));
			assertThat(it.status().rebuilds()).isZero();
		}
	}

}
