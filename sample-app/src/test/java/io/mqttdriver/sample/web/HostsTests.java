package io.mqttdriver.sample.web;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.sample.alarm.AlarmCleared;
import io.mqttdriver.sample.alarm.AlarmRaised;
import io.mqttdriver.sample.reading.MemoryReading;
import io.mqttdriver.sample.reading.TemperatureReading;
import io.mqttdriver.test.EmbeddedMqttBroker;
import io.mqttdriver.test.MqttTestBroker;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The gateway with a broker that isn't its own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.host=this-computer")
@EmbeddedMqttBroker
class HostsTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@Autowired
	private MqttDriver driver;

	@Autowired
	private MqttTestBroker broker;

	private final SampleClient client;

	HostsTests(@LocalServerPort int port) {
		this.client = new SampleClient(port);
	}

	@Test
	void theFiguresOfThisComputerArriveFresh() {
		Instant start = Instant.now();
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(figure("this-computer", "memory-percent").time()).isAfter(start));
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(figure("this-computer", "processor-percent").time()).isAfter(start));
		HostView.FigureView memory = figure("this-computer", "memory-percent");
		assertThat(memory.value()).isBetween(0.1, 100d);
		assertThat(memory.lastMinute()).isNotNull()
			.satisfies((statistics) -> assertThat(statistics.average()).isBetween(statistics.min(), statistics.max()));
	}

	@Test
	void twoTypesOnOneTopicAreTwoFigures() {
		this.driver.publish("hosts/hot/processor", new TemperatureReading(Instant.now(), 42));
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(host("hot").figures()).extracting(HostView.FigureView::name)
				.containsExactly("processor-celsius"));
		assertThat(figure("hot", "processor-celsius").value()).isEqualTo(42);
	}

	@Test
	void anAlarmIsRaisedAndClearedAndRetained() {
		Instant now = Instant.now();
		String topic = "hosts/full/alarms/memory-percent";
		this.driver.publish("hosts/full/memory", new MemoryReading(now, 100, 5));
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(host("full").alarms()).singleElement()
				.isEqualTo(new HostView.AlarmView("memory-percent", true, now, 95)));
		assertThat(retained(topic, AlarmRaised.class)).isEqualTo(new AlarmRaised(now, 95, 90));
		this.driver.publish("hosts/full/memory", new MemoryReading(now.plusMillis(1), 100, 50));
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(host("full").alarms()).singleElement()
				.isEqualTo(new HostView.AlarmView("memory-percent", false, now.plusMillis(1), 50)));
		assertThat(retained(topic, AlarmCleared.class)).isEqualTo(new AlarmCleared(now.plusMillis(1), 50, 80));
	}

	@Test
	void anotherBrokerIsNotStopped() {
		assertThat(this.client.outage("").getStatusCode().value()).isEqualTo(409);
		assertThat(this.client.outage("").getBody()).contains("leave out mqtt.driver.uris");
	}

	@Test
	void theActuatorShowsTheDriver() {
		await().atMost(LIMIT).until(() -> this.client.status("/actuator/health") == 200);
		assertThat(this.client.status("/actuator/mqtt")).isEqualTo(200);
		assertThat(this.client.status("/actuator/metrics/mqtt.driver.connected")).isEqualTo(200);
	}

	private HostView host(String name) {
		return this.client.hosts()
			.stream()
			.filter((host) -> host.host().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("Nothing was heard of " + name));
	}

	private HostView.FigureView figure(String host, String name) {
		return host(host).figures()
			.stream()
			.filter((figure) -> figure.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No " + name + " of " + host));
	}

	/** What one who comes now is given. */
	private <T> T retained(String topic, Class<T> type) {
		CompletableFuture<T> first = new CompletableFuture<>();
		MqttDriver newcomer = MqttDriver.builder().uris(this.broker.uri()).build();
		newcomer.subscribe(topic, type, (message) -> first.complete(message.getPayload()));
		newcomer.connect().join();
		try {
			return first.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
		}
		finally {
			newcomer.disconnect().join();
		}
	}

}
