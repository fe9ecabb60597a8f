package io.mqttdriver.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.mqttdriver.MqttCircuitState;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishResult;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * mosquitto ends the connection on a topic of more than 200 levels.
 */
class PoisonTests {

	@Test
	void aTopicOfMoreLevelsThanTheServerTakesFailsByItselfAndTheOthersGoThrough() {
		Mosquitto.require();
		try (Mosquitto mosquitto = Mosquitto.startForgetful(); Site site = new Site()) {
			MqttDriver driver = site.connected(mosquitto.uri(),
					(settings) -> settings.reconnectStableAfter(Duration.ofSeconds(10)));
			List<CompletableFuture<MqttPublishResult>> before = publish(driver);
			CompletableFuture<MqttPublishResult> bad = driver.publish("a/".repeat(250) + "a", "m");
			List<CompletableFuture<MqttPublishResult>> after = publish(driver);
			Site.await(bad::isDone);
			assertThat(bad).isCompletedExceptionally();
			assertThat(bad.handle((result, failure) -> failure).join()).isInstanceOfSatisfying(
					MqttPublishRejectedException.class, (failure) -> assertThat(failure.reasonCode()).isEqualTo(0x82));
			Site.await(() -> before.stream().allMatch(CompletableFuture::isDone)
					&& after.stream().allMatch(CompletableFuture::isDone));
			assertThat(before).noneMatch(CompletableFuture::isCompletedExceptionally);
			assertThat(after).noneMatch(CompletableFuture::isCompletedExceptionally);
			Site.awaitConnected(driver);
			// A reset may hide the DISCONNECT, where mosquitto hadn't read all that was
			// sent
			assertThat(driver.status().rebuilds()).isGreaterThanOrEqualTo(2);
			assertThat(driver.status().circuit()).isEqualTo(MqttCircuitState.CLOSED);
		}
	}

	private static List<CompletableFuture<MqttPublishResult>> publish(MqttDriver driver) {
		return IntStream.range(0, 20).mapToObj((i) -> driver.publish("t", "m" + i)).toList();
	}

}
