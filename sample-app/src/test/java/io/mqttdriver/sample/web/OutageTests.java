package io.mqttdriver.sample.web;

import java.time.Duration;
import java.time.Instant;

import io.mqttdriver.sample.broker.Outage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The gateway with the broker that it starts itself.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "mqtt.driver.reconnect.min-interval=1s")
class OutageTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final String HEALTH = "/actuator/health";

	private final SampleClient client;

	@Autowired
	private JsonMapper json;

	OutageTests(@LocalServerPort int port) {
		this.client = new SampleClient(port);
	}

	@Test
	void figuresComeBackAfterAnOutage() {
		awaitStatus(200);
		ResponseEntity<String> accepted = this.client.outage("?seconds=3");
		assertThat(accepted.getStatusCode().value()).isEqualTo(202);
		Outage outage = this.json.readValue(accepted.getBody(), Outage.class);
		assertThat(Duration.between(outage.from(), outage.until())).isEqualTo(Duration.ofSeconds(3));
		assertThat(this.client.outage("").getStatusCode().value()).isEqualTo(409);
		awaitStatus(503);
		awaitStatus(200);
		assertThat(Instant.now()).isAfter(outage.until());
		await().atMost(LIMIT).until(() -> this.client.newestFigure().isAfter(outage.until()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "301", "-1", "ten" })
	void anOutageOfNoSensibleLengthIsRefused(String seconds) {
		assertThat(this.client.outage("?seconds=" + seconds).getStatusCode().value()).isEqualTo(400);
	}

	private void awaitStatus(int status) {
		await().atMost(LIMIT).until(() -> this.client.status(HEALTH) == status);
	}

}
