package io.mqttdriver.broker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.autoconfigure.health.DriverHealth;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A mosquitto whose access list says nothing of the validation topic.
 */
@Proof(Means.REAL)
@ExtendWith(OutputCaptureExtension.class)
class ValidationTopicTests {

	@Test
	@Fault("P12")
	void aValidationTopicThatIsNotAllowedIsAWarningAndTheConnectionWorks(CapturedOutput output) throws Exception {
		Mosquitto.require();
		try (Mosquitto mosquitto = Mosquitto.startWithAccessList("topic readwrite t/#"); Site site = new Site()) {
			DefaultMqttDriver driver = site.connected(mosquitto.uri());
			assertWorks(driver);
			assertThat(mosquitto.logged("Denied PUBLISH from site")).isOne();
			assertThat(output.getOut()).contains("The test publish of client 'site'")
				.contains("'mqtt-driver/validation/site' was refused with reason code 0x87")
				.contains("mqtt.driver.reconnect.validation.topic");
			assertThat(driver.status().rebuilds()).isZero();
			driver.reconnectManager(true, false).reconnect();
			Site.awaitRebuilt(driver, 0);
			assertWorks(driver);
			assertThat(driver.status().rebuilds()).isOne();
			assertThat(mosquitto.logged("Denied PUBLISH from site_reconnect_")).isOne();
		}
	}

	private static void assertWorks(MqttDriver driver) throws Exception {
		List<String> heard = new CopyOnWriteArrayList<>();
		var subscription = driver.subscribe("t/1", String.class, (message) -> heard.add(message.getPayload())).join();
		Offered offered = new Offered(driver, "t/1", 1);
		offered.publish(5);
		offered.acknowledged();
		Site.await(() -> heard.size() == 5);
		assertThat(DriverHealth.of(driver).getStatus().getCode()).isEqualTo("UP");
		subscription.cancel().join();
	}

}
