package io.mqttdriver.bare;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttListenerRegistry;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.event.MqttConnectedEvent;
import io.mqttdriver.test.EmbeddedMqttBroker;
import io.mqttdriver.test.MqttTestBroker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The starter alone: everything works but what needs Actuator. */
@SpringBootTest(properties = { "mqtt.driver.startup=required", "mqtt.driver.reconnect.min-interval=200ms",
		"mqtt.driver.reconnect.max-failures=1000", "mqtt.driver.reconnect.max-interval=1s" })
@EmbeddedMqttBroker
class WithoutActuatorTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private MqttDriver driver;

	@Autowired
	private Application application;

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
			"org.springframework.boot.health.contributor.HealthContributor",
			"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
			"jakarta.validation.Validator", "jakarta.servlet.Servlet" })
	void theStarterDoesNotBring(String type) {
		assertThat(ClassUtils.isPresent(type, getClass().getClassLoader())).isFalse();
	}

	@Test
	void theBeansAreThereButNoneOfActuator() {
		assertThat(this.context.getBean("mqttDriver")).isInstanceOf(MqttDriver.class);
		assertThat(this.context.getBean("mqttReconnectManager")).isInstanceOf(MqttReconnectManager.class);
		assertThat(this.context.getBean("mqttListenerRegistry")).isInstanceOf(MqttListenerRegistry.class);
		assertThat(this.context.getBeanDefinitionNames()).noneMatch((name) -> name.toLowerCase().contains("mqtthealth"))
			.noneMatch((name) -> name.toLowerCase().contains("mqttendpoint"))
			.noneMatch((name) -> name.toLowerCase().contains("meters"));
	}

	@Test
	void messagesGoOutAndComeIn() throws InterruptedException {
		this.driver.publish("rooms/kitchen", new Reading(21)).join();
		assertThat(this.application.seen.poll(10, TimeUnit.SECONDS)).isEqualTo("kitchen 21");
	}

	@Test
	void theConnectionComesBack(MqttTestBroker broker) {
		assertThat(this.application.connected).isNotEmpty();
		long rebuilds = this.driver.status().rebuilds();
		broker.restart();
		await().atMost(Duration.ofSeconds(30))
			.until(() -> this.driver.status().rebuilds() > rebuilds
					&& this.driver.status().state() == MqttDriverState.CONNECTED);
	}

	record Reading(int celsius) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		final BlockingQueue<MqttConnectedEvent> connected = new LinkedBlockingQueue<>();

		@MqttListener("rooms/{room}")
		void on(Reading reading, @DestinationVariable String room) {
			this.seen.add(room + " " + reading.celsius());
		}

		@EventListener
		void on(MqttConnectedEvent event) {
			this.connected.add(event);
		}

	}

}
