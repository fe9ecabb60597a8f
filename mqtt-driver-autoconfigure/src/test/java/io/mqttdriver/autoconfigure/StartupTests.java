package io.mqttdriver.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import io.mqttdriver.MqttConnectException;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StartupTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MqttDriverAutoConfiguration.class));

	@Test
	void itStartsInTheBackgroundThoughTheBrokerIsAway() throws IOException {
		this.runner.withPropertyValues("mqtt.driver.uris=" + closedPort()).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MqttReconnectManager.class).isRunning()).isTrue();
			await().until(() -> context.getBean(MqttDriver.class).status().consecutiveFailures() > 0);
		});
	}

	@Test
	void requiredFailsWithAnAnalysisWhenTheBrokerIsAway() throws IOException {
		this.runner.withPropertyValues("mqtt.driver.uris=" + closedPort(), "mqtt.driver.startup=required")
			.run((context) -> {
				assertThat(context).getFailure().hasRootCauseInstanceOf(IOException.class);
				FailureAnalysis analysis = InvalidSettingsTests.analyze(context.getStartupFailure());
				assertThat(analysis.getCause()).isInstanceOf(MqttConnectException.class);
				assertThat(analysis.getDescription()).contains("tcp://x:1, tcp://y", "127.0.0.1", "refused")
					.doesNotContain("pw");
				assertThat(analysis.getAction()).contains("mqtt.driver.uris", "mqtt.driver.startup=background");
			});
	}

	@Test
	void requiredNamesTheReasonCodeOfARefusal() {
		try (FakeMqttBroker broker = FakeMqttBroker.start()) {
			broker.on(MqttPacketType.CONNECT, Answer.reasonCode(0x86));
			this.runner.withPropertyValues("mqtt.driver.uris=" + broker.uri(), "mqtt.driver.startup=required")
				.run((context) -> {
					FailureAnalysis analysis = InvalidSettingsTests.analyze(context.getStartupFailure());
					assertThat(analysis.getDescription()).contains("0x86", "bad user name or password");
				});
			broker.awaitOpenConnections(0, Duration.ofSeconds(10));
		}
	}

	@Test
	void requiredIsConnectedOnceStarted() {
		try (FakeMqttBroker broker = FakeMqttBroker.start()) {
			this.runner.withPropertyValues("mqtt.driver.uris=" + broker.uri(), "mqtt.driver.startup=required")
				.run((context) -> assertThat(context.getBean(MqttDriver.class).status().state())
					.isEqualTo(MqttDriverState.CONNECTED));
			broker.awaitOpenConnections(0, Duration.ofSeconds(10));
		}
	}

	@Test
	void itCanBeStoppedAndStartedAgain() {
		try (FakeMqttBroker broker = FakeMqttBroker.start()) {
			this.runner
				.withPropertyValues("mqtt.driver.uris=" + broker.uri(), "mqtt.driver.startup=required",
						"mqtt.driver.reconnect.min-interval=0s")
				.run((context) -> {
					context.stop();
					assertThat(context.getBean(MqttDriver.class).status().state()).isEqualTo(MqttDriverState.STOPPED);
					context.start();
					assertThat(context.getBean(MqttDriver.class).status().state()).isEqualTo(MqttDriverState.CONNECTED);
				});
		}
	}

	private static String closedPort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return "tcp://127.0.0.1:" + socket.getLocalPort();
		}
	}

}
