package io.mqttdriver.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.broker.Mosquitto.Subscriber;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.messaging.handler.annotation.DestinationVariable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A Spring Boot application on mosquitto, driven from outside by mosquitto's own tools.
 */
class MosquittoTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private Mosquitto mosquitto;

	private ConfigurableApplicationContext context;

	private Gateway gateway;

	private MqttDriver driver;

	@BeforeEach
	void start() {
		Mosquitto.require();
		this.mosquitto = Mosquitto.start();
		this.context = run();
		this.gateway = this.context.getBean(Gateway.class);
	}

	private ConfigurableApplicationContext run(String... properties) {
		ConfigurableApplicationContext started = new SpringApplicationBuilder(Gateway.class)
			.web(WebApplicationType.NONE)
			.properties("mqtt.driver.uris=" + this.mosquitto.uri(), "mqtt.driver.client-id=gateway",
					"mqtt.driver.keep-alive=10m", "mqtt.driver.reconnect.min-interval=1s",
					"spring.main.banner-mode=off")
			.properties(properties)
			.run();
		this.driver = started.getBean(MqttDriver.class);
		awaitConnected();
		return started;
	}

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
		if (this.mosquitto != null) {
			this.mosquitto.close();
		}
	}

	private void awaitConnected() {
		await().atMost(SOON).until(() -> this.driver.status().state() == MqttDriverState.CONNECTED);
	}

	@Test
	void aTypedMessageReachesItsMethodWithItsTopicVariable() throws Exception {
		this.mosquitto.publish("-t", "sensors/kitchen/climate", "-q", "1", "-m", "{\"celsius\":21.5}", "-D", "publish",
				"user-property", "type", "Temperature");
		assertThat(this.gateway.heard()).isEqualTo("kitchen Temperature[celsius=21.5]");
	}

	@Test
	void twoTypesOnOneTopicGoToTwoMethods() throws Exception {
		this.mosquitto.publish("-t", "sensors/cellar/climate", "-q", "1", "-m", "{\"percent\":64}", "-D", "publish",
				"user-property", "type", "Humidity");
		assertThat(this.gateway.heard()).isEqualTo("cellar Humidity[percent=64]");
		this.mosquitto.publish("-t", "sensors/cellar/climate", "-q", "1", "-m", "{\"celsius\":9}");
		assertThat(this.gateway.heard()).isEqualTo("cellar Temperature[celsius=9.0]");
	}

	@Test
	void aPublishIsSeenOutsideWithItsTypeAsUserProperty() throws Exception {
		try (Subscriber subscriber = this.mosquitto.subscribe("-t", "out/#", "-q", "1", "-F", "%t %P %p")) {
			MqttPublishResult result = this.driver.publish("out/1", new Temperature(3)).get(10, TimeUnit.SECONDS);
			assertThat(result.reasonCode()).isZero();
			await().atMost(SOON).until(() -> !subscriber.lines().isEmpty());
			assertThat(subscriber.lines().get(0)).contains("out/1").contains("type:Temperature").contains("3.0");
		}
	}

	@Test
	void whatWasPublishedWhileTheBrokerWasKilledIsAcknowledgedAfterItsRestart() throws Exception {
		this.mosquitto.kill();
		await().atMost(SOON).until(() -> this.driver.status().state() != MqttDriverState.CONNECTED);
		List<CompletableFuture<MqttPublishResult>> pending = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			pending.add(this.driver.publish(MqttPublish.to("out/" + i).payload("m" + i).qos(1).build()));
		}
		int before = this.mosquitto.log().size();
		this.mosquitto.restart();
		for (CompletableFuture<MqttPublishResult> one : pending) {
			assertThat(one.get(40, TimeUnit.SECONDS).reasonCode()).isLessThan(0x80);
		}
		List<String> log = this.mosquitto.log();
		assertRebuildInOrder(log.subList(before, log.size()));
		this.mosquitto.publish("-t", "sensors/attic/climate", "-q", "1", "-m", "{\"celsius\":30}");
		assertThat(this.gateway.heard()).isEqualTo("attic Temperature[celsius=30.0]");
	}

	/** Fresh id, then the validation, then as many SUBSCRIBEs as overlap groups. */
	private static void assertRebuildInOrder(List<String> log) {
		Matcher id = Pattern.compile("as (gateway_reconnect_\\d{13}) ").matcher(String.join("\n", log));
		assertThat(id.find()).as("a fresh client id in %s", log).isTrue();
		List<String> received = log.stream()
			.filter((line) -> line.contains("from " + id.group(1) + " ") || line.endsWith("from " + id.group(1)))
			.filter((line) -> line.contains("Received PUBLISH") || line.contains("Received SUBSCRIBE"))
			.toList();
		assertThat(received.get(0)).contains("Received PUBLISH").contains("'mqtt-driver/validation/gateway'");
		assertThat(received.subList(1, 3)).allMatch((line) -> line.contains("Received SUBSCRIBE"));
		assertThat(received.stream().filter((line) -> line.contains("Received SUBSCRIBE"))).hasSize(2);
	}

	@Test
	void whatCameWhileTheApplicationWasStoppedIsHandledAfterItsStartWhereASessionIsKept() throws Exception {
		this.context.close();
		this.context = run("mqtt.driver.session-expiry=1h");
		this.context.close();
		this.mosquitto.publish("-t", "sensors/garage/climate", "-q", "1", "-m", "{\"celsius\":5}");
		this.context = run("mqtt.driver.session-expiry=1h");
		assertThat(this.context.getBean(Gateway.class).heard()).isEqualTo("garage Temperature[celsius=5.0]");
	}

	@Test
	void aFrozenBrokerIsFoundByTheNextPublishWhateverTheKeepAlive() throws Exception {
		this.mosquitto.freeze();
		CompletableFuture<MqttPublishResult> publish = this.driver.publish("out/frozen", "x");
		await().atMost(Duration.ofSeconds(12)).until(() -> this.driver.status().state() != MqttDriverState.CONNECTED);
		assertThat(this.driver.status().lastFailure()).contains("gateway").contains("out/frozen");
		this.mosquitto.thaw();
		assertThat(publish.get(40, TimeUnit.SECONDS).attempts()).isGreaterThan(1);
	}

	record Temperature(double celsius) {
	}

	record Humidity(int percent) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Gateway {

		private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

		String heard() throws InterruptedException {
			return this.heard.poll(30, TimeUnit.SECONDS);
		}

		@MqttListener(topic = "sensors/{id}/climate", type = Temperature.class)
		void on(Temperature reading, @DestinationVariable String id) {
			this.heard.add(id + " " + reading);
		}

		@MqttListener(topic = "sensors/{id}/climate", type = Humidity.class)
		void on(Humidity reading, @DestinationVariable String id) {
			this.heard.add(id + " " + reading);
		}

		@MqttListener(topic = "sensors/#", type = String.class, id = "everything")
		void everything(String reading) {
			assertThat(reading).isNotEmpty();
		}

	}

}
