package io.mqttdriver.wire;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.message.DeadLetters;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that handlers fail on, or are done with in another order.
 */
@Proof(Means.WIRE)
class HandlingTests {

	private static final Duration ANSWER = Duration.ofMillis(200);

	@Test
	@Fault("H4")
	void aDeadLetterThatIsRefusedIsOfferedAgainFromReservedRoomAndTheOriginalStaysUnacknowledged() {
		AtomicInteger offers = new AtomicInteger();
		try (WireDriver wire = new WireDriver((settings) -> settings.listenerDeadLetterTopic("dlt/{topic}")
			.listenerRetryMaxRetries(0)
			.publishOutboxCapacity(1)
			.publishTimeout(Duration.ofMinutes(1))
			.shutdownTimeout(Duration.ofMillis(200)))) {
			wire.broker.on(MqttPacketType.PUBLISH, Answer.of((publish) -> switch (publish.topic()) {
				case "stuck" -> Answer.ignore();
				case "dlt/in/a" ->
					(offers.incrementAndGet() == 1) ? Answer.reasonCode(0x87) : Answer.delay(ANSWER, Answer.normal());
				default -> Answer.normal();
			}));
			wire.driver.subscribe("in/#", String.class, (message) -> {
				throw new IllegalStateException("as the test wants");
			});
			wire.connected();
			CompletableFuture<MqttPublishResult> stuck = wire.driver.publish("stuck", "fills the outbox");
			wire.failure(wire.driver.publish("one/more", "x"), MqttOutboxFullException.class);
			wire.broker.publish(FakePublish.to("in/a").qos(1).packetId(7).payload("poison"));
			ReceivedPacket acknowledged = wire.broker.await(MqttPacketType.PUBACK, 1, WireDriver.SOON).get(0);
			List<ReceivedPacket> letters = wire.published()
				.stream()
				.filter((publish) -> publish.topic().startsWith("dlt/"))
				.toList();
			assertThat(letters).hasSize(2).allSatisfy((letter) -> {
				assertThat(letter.text()).isEqualTo("poison");
				assertThat(letter.userProperty(DeadLetters.EXCEPTION)).contains("IllegalStateException");
			});
			assertThat(acknowledged.packetId()).isEqualTo(7);
			assertThat(acknowledged.reasonCode()).isZero();
			assertThat(acknowledged.nanoTime() - letters.get(1).nanoTime()).as("after the dead letter's PUBACK")
				.isGreaterThanOrEqualTo(ANSWER.toNanos());
			assertThat(stuck).as("the outbox was full all the time").isNotDone();
			assertThat(wire.status().rebuilds()).isZero();
		}
	}

	@Test
	@Fault("H5")
	void acknowledgementsOutOfOrderOverLanesAreSentInTheOrderOfArrival() {
		int messages = 20;
		CountDownLatch first = new CountDownLatch(1);
		List<String> handled = new CopyOnWriteArrayList<>();
		try (WireDriver wire = new WireDriver()) {
			wire.driver.subscribe(MqttSubscribe.to("in/+", String.class).concurrency(8).handler((message) -> {
				if (message.getPayload().equals("1")) {
					first.await();
				}
				handled.add(message.getPayload());
			}).build());
			wire.connected();
			for (int i = 1; i <= messages; i++) {
				wire.broker.publish(FakePublish.to("in/" + i).qos(1).packetId(i).payload(String.valueOf(i)));
			}
			WireDriver.until(() -> assertThat(handled).hasSizeGreaterThan(messages / 2));
			assertThat(handled).doesNotContain("1");
			assertThat(wire.broker.packets(MqttPacketType.PUBACK)).as("all wait behind the first").isEmpty();
			first.countDown();
			assertThat(wire.broker.await(MqttPacketType.PUBACK, messages, WireDriver.SOON))
				.extracting(ReceivedPacket::packetId)
				.containsExactlyElementsOf(IntStream.rangeClosed(1, messages).boxed().toList());
			assertThat(handled).hasSize(messages);
		}
	}

}
