package io.mqttdriver.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.event.MqttCircuitOpenedEvent;
import io.mqttdriver.event.MqttConnectionLostEvent;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that ends the connection because of one publish, each time it comes.
 */
class PoisonTests {

	private static Answer endedBy(String topic, Answer end) {
		return Answer.of((packet) -> packet.topic().equals(topic) ? end : Answer.normal());
	}

	private static List<CompletableFuture<MqttPublishResult>> publish(WireDriver it, int from, int to) {
		return IntStream.range(from, to).mapToObj((i) -> it.driver.publish("t", "m" + i)).toList();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x81, 0x82, 0x87, 0x90, 0x95, 0x99, 0x9A, 0x9B })
	void thePublishFailsWithTheCodeAndTheOthersGoThroughWithTheCircuitClosed(int reasonCode) {
		try (WireDriver it = new WireDriver().connected()) {
			it.broker.on(MqttPacketType.PUBLISH, endedBy("bad", Answer.disconnect(reasonCode)));
			List<CompletableFuture<MqttPublishResult>> healthy = new ArrayList<>(publish(it, 0, 20));
			CompletableFuture<MqttPublishResult> bad = it.driver.publish("bad", "m");
			healthy.addAll(publish(it, 20, 40));
			MqttPublishRejectedException failure = it.failure(bad, MqttPublishRejectedException.class);
			assertThat(failure.reasonCode()).isEqualTo(reasonCode);
			assertThat(failure).hasMessageContaining("the server ended the connection with 0x%02X", reasonCode);
			healthy.forEach((future) -> assertThat(it.done(future).reasonCode()).isZero());
			// One more where a reset, at data that was not read, hid the DISCONNECT
			it.await(MqttDriverState.CONNECTED);
			assertThat(it.published()).filteredOn((packet) -> packet.topic().equals("bad"))
				.hasSizeGreaterThanOrEqualTo(2);
			List<String> firstAttempts = it.published()
				.stream()
				.filter((packet) -> packet.topic().equals("t"))
				.map(ReceivedPacket::text)
				.distinct()
				.toList();
			assertThat(firstAttempts).isEqualTo(IntStream.range(0, 40).mapToObj((i) -> "m" + i).toList());
			assertThat(it.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
			assertThat(it.events(MqttCircuitOpenedEvent.class)).isEmpty();
			it.done(it.driver.publish("t", "afterwards"));
		}
	}

	@Test
	void aServerThatClosesWithoutACodeFailsNoPublish() {
		try (WireDriver it = new WireDriver((settings) -> settings.publishDeliveryTimeout(Duration.ofMinutes(10)))
			.connected()) {
			it.broker.on(MqttPacketType.PUBLISH, endedBy("bad", Answer.fin()));
			CompletableFuture<MqttPublishResult> bad = it.driver.publish(MqttPublish.to("bad").payload("m").build());
			WireDriver.until(() -> assertThat(it.events(MqttConnectionLostEvent.class)).hasSizeGreaterThan(3));
			assertThat(bad).isNotDone();
			it.broker.on(MqttPacketType.PUBLISH, Answer.normal());
			assertThat(it.done(bad).attempts()).isGreaterThan(3);
		}
	}

}
