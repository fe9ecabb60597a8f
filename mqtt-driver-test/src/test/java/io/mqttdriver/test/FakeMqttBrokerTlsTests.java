package io.mqttdriver.test;

import java.nio.file.Path;
import java.time.Duration;

import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class FakeMqttBrokerTlsTests {

	private static TestKeys keys;

	@BeforeAll
	static void createKeys(@TempDir Path folder) throws Exception {
		keys = TestKeys.create(folder);
	}

	@Test
	void itSpeaksTls() throws Exception {
		try (FakeMqttBroker broker = FakeMqttBroker.builder().tls(keys.context()).start()) {
			assertThat(broker.uri()).startsWith("ssl://127.0.0.1:");
			try (PahoClient client = new PahoClient(broker.uri(), "c",
					(options) -> options.setSocketFactory(keys.trustOnly().getSocketFactory()))) {
				client.publish("a", "x", 2);
			}
			broker.awaitOpenConnections(0, Duration.ofSeconds(10));
			assertThat(broker.problems()).isEmpty();
		}
	}

	@Test
	void aClientWithoutCertificateIsAProblem() throws Exception {
		try (FakeMqttBroker broker = FakeMqttBroker.builder().tls(keys.context()).needClientAuth(true).start()) {
			assertThatExceptionOfType(MqttException.class).isThrownBy(() -> new PahoClient(broker.uri(), "c",
					(options) -> options.setSocketFactory(keys.trustOnly().getSocketFactory())));
			await().untilAsserted(() -> assertThat(broker.problems()).isNotEmpty());
			new PahoClient(broker.uri(), "c", (options) -> options.setSocketFactory(keys.context().getSocketFactory()))
				.close();
		}
	}

}
