package io.mqttdriver.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverBuilder;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.autoconfigure.MqttDriverAutoConfiguration;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.EmbeddedMqttBroker;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.MqttTestBroker;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/testing.md}.
 */
@SpringBootTest(classes = MqttDriverAutoConfiguration.class, properties = "mqtt.driver.reconnect.min-interval=50ms")
@EmbeddedMqttBroker
class TestingGuideTests {

	@Autowired
	private MqttDriver driver;

	@Test
	void aPublishSurvivesItsBroker(MqttTestBroker broker) throws Exception {
		broker.stop();
		CompletableFuture<MqttPublishResult> future = this.driver.publish("plant/1/temperature", 21.5);
		broker.start();
		assertThat(future.get(30, TimeUnit.SECONDS).reasonCode()).isZero();
	}

	@Test
	void aScriptedBrokerRefusesOnce() throws Exception {
		try (FakeMqttBroker broker = FakeMqttBroker.start()) {
			broker.onNext(MqttPacketType.PUBLISH, Answer.reasonCode(0x97), Answer.normal());
			MqttDriver driver = MqttDriver.builder()
				.uris(broker.uri())
				.reconnectValidationMode(MqttDriverBuilder.ValidationMode.NONE)
				.build();
			driver.connect().get(10, TimeUnit.SECONDS);
			assertThat(driver.publish("plant/1/cmd", "go").get(10, TimeUnit.SECONDS).attempts()).isEqualTo(2);
			broker.await(MqttPacketType.PUBLISH, 2, Duration.ofSeconds(10));
			driver.disconnect().get(10, TimeUnit.SECONDS);
		}
	}

}
