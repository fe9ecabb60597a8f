package io.mqttdriver.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttListenerRegistry;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.test.EmbeddedMqttBroker;
import io.mqttdriver.test.MqttTestBroker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Health, meters and endpoint, as an operator meets them over HTTP. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.application.name=gateway", "mqtt.driver.username=u-secret",
				"mqtt.driver.password=hunter2", "mqtt.driver.reconnect.min-interval=200ms",
				"mqtt.driver.reconnect.max-failures=1000", "mqtt.driver.reconnect.max-interval=1s",
				"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
				"management.endpoint.mqtt.access=unrestricted" })
@EmbeddedMqttBroker
class ActuatorTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpClient http = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private MqttDriver driver;

	@Autowired
	private MqttListenerRegistry listeners;

	@Autowired
	private MqttTestBroker broker;

	@BeforeEach
	void isUp() {
		awaitHealth("UP");
	}

	@Test
	void healthFollowsTheBroker() throws Exception {
		JsonNode up = get("/health/mqtt");
		assertThat(up.get("details").get("serverUri").asString()).isEqualTo(this.broker.uri());
		assertThat(up.get("details").get("clientId").asString()).startsWith("gateway-");
		assertThat(up.toString()).doesNotContain("hunter2").doesNotContain("u-secret");
		this.broker.stop();
		awaitHealth("DOWN");
		this.broker.start();
		awaitHealth("UP");
		assertThat(get("/health/mqtt").get("details").get("rebuilds").asInt()).isPositive();
		assertThat(value("mqtt.driver.rebuilds?tag=outcome:success", "COUNT")).isPositive();
		assertThat(value("mqtt.driver.outage", "COUNT")).isPositive();
	}

	@Test
	void theEndpointShowsTheDriver() throws Exception {
		JsonNode shown = get("/mqtt");
		assertThat(shown.propertyNames()).containsExactlyInAnyOrder("driver", "subscriptions", "listeners", "outbox",
				"events");
		assertThat(shown.get("driver").get("state").asString()).isEqualTo("CONNECTED");
		JsonNode subscription = shown.get("subscriptions").get(0);
		assertThat(subscription.get("filter").asString()).isEqualTo("a/+");
		assertThat(subscription.get("qos").asInt()).isEqualTo(1);
		assertThat(subscription.get("grantedQos").asInt()).isEqualTo(1);
		JsonNode listener = shown.get("listeners").get(0);
		assertThat(listener.propertyNames()).contains("id", "filters", "state", "lag", "processed", "failed");
		assertThat(listener.get("id").asString()).isEqualTo("my.listener_1");
		assertThat(shown.get("outbox").get("capacity").asInt()).isEqualTo(10_000);
		assertThat(shown.get("events").get(0).get("type").asString()).isNotEmpty();
	}

	@Test
	void anOperatorPausesAndResumesAListener() throws Exception {
		assertThat(post("/mqtt/listeners/my.listener_1/pause")).isEqualTo(204);
		assertThat(this.listeners.getListener("my.listener_1").isPaused()).isTrue();
		assertThat(get("/health/mqtt").get("details").get("pausedListeners").toString())
			.isEqualTo("[\"my.listener_1\"]");
		assertThat(post("/mqtt/listeners/my.listener_1/resume")).isEqualTo(204);
		assertThat(this.listeners.getListener("my.listener_1").isPaused()).isFalse();
	}

	@Test
	void anOperatorRebuildsTheClientAndResetsTheCircuit() throws Exception {
		long rebuilds = this.driver.status().rebuilds();
		assertThat(post("/mqtt/reconnect")).isEqualTo(204);
		await().atMost(LIMIT).until(() -> this.driver.status().rebuilds() > rebuilds);
		assertThat(post("/mqtt/reset-circuit")).isEqualTo(204);
	}

	@Test
	void whatTheEndpointDoesNotKnowIsNotFound() throws Exception {
		assertThat(post("/mqtt/explode")).isEqualTo(404);
		assertThat(post("/mqtt/listeners/nobody/pause")).isEqualTo(404);
		assertThat(post("/mqtt/listeners/my.listener_1/explode")).isEqualTo(404);
		assertThat(post("/mqtt/others/my.listener_1/pause")).isEqualTo(404);
	}

	@Test
	void theMetersAreThere() throws Exception {
		this.driver.publish("a/b", "x").join();
		await().atMost(LIMIT).until(() -> value("mqtt.driver.listener?tag=outcome:success", "COUNT") > 0);
		assertThat(value("mqtt.driver.connected", "VALUE")).isOne();
		assertThat(value("mqtt.driver.circuit.open", "VALUE")).isZero();
		assertThat(value("mqtt.driver.publish?tag=outcome:acknowledged&tag=qos:1", "COUNT")).isPositive();
		assertThat(value("mqtt.driver.publish.pending", "VALUE")).isZero();
		assertThat(value("mqtt.driver.listener.lag?tag=listener:my.listener_1", "VALUE")).isNotNegative();
		assertThat(value("mqtt.driver.listener?tag=listener:programmatic", "COUNT")).isZero();
		assertThat(value("mqtt.driver.messages.unhandled?tag=driver:default", "COUNT")).isNotNegative();
		assertThat(value("mqtt.driver.messages.dropped", "COUNT")).isZero();
	}

	private void awaitHealth(String status) {
		await().atMost(LIMIT)
			.untilAsserted(() -> assertThat(get("/health/mqtt").toString()).contains("\"status\":\"" + status + "\""));
	}

	private double value(String meter, String statistic) throws Exception {
		for (JsonNode measurement : get("/metrics/" + meter).get("measurements")) {
			if (measurement.get("statistic").asString().equals(statistic)) {
				return measurement.get("value").asDouble();
			}
		}
		throw new AssertionError("No " + statistic + " in " + meter);
	}

	private JsonNode get(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = this.http.send(request(path).GET().build(),
				HttpResponse.BodyHandlers.ofString());
		return JSON.readTree(response.body());
	}

	private int post(String path) throws IOException, InterruptedException {
		return this.http
			.send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build(),
					HttpResponse.BodyHandlers.discarding())
			.statusCode();
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/actuator" + path)).timeout(LIMIT);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@MqttListener(topic = "a/{id}", id = "my.listener_1")
		void on(String text) {
		}

	}

}
