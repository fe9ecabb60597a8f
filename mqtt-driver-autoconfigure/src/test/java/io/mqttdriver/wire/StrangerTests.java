package io.mqttdriver.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttConnectException;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.MqttPacketType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody else than an MQTT 5 server answers: the failure says who, and what to change.
 */
@Proof(Means.WIRE)
class StrangerTests {

	/** After one attempt. */
	private static MqttConnectException failure(String uri) {
		try (DefaultMqttDriver driver = WireDriver.quick(uri).reconnectMaxFailures(1).build()) {
			MqttConnectException failure = WireDriver.failureOf(driver.connect(), MqttConnectException.class);
			assertThat(driver.status().lastFailure()).isEqualTo(failure.getMessage());
			assertThat(failure).hasMessageContaining(uri);
			return failure;
		}
	}

	@Test
	@Fault("C4")
	void aWebServerIsToldByItsAnswer() {
		assertThat(answering("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n"))
			.hasMessageContaining("answered in HTTP (HTTP/1.1 400 Bad Request)")
			.hasMessageContaining("mqtt.driver.uris");
	}

	private static MqttConnectException answering(String text) {
		try (FakeMqttBroker server = FakeMqttBroker.start()) {
			server.on(MqttPacketType.CONNECT,
					Answer.raw(text.getBytes(StandardCharsets.ISO_8859_1)).then(Answer.fin()));
			return failure(server.uri());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "220 smtp.example ESMTP\r\n", "\u0000\u0001\u0002\u0003garbage",
			"\u00ff\u00ff\u00ff\u00ff\u00ff" })
	@Fault("C4")
	void garbageIsShown(String text) {
		assertThat(answering(text)).hasMessageContaining("not an MQTT server").hasMessageContaining("mqtt.driver.uris");
	}

	@Test
	@Fault("C4")
	void aTlsServerOnAPlainUriIsSaid() {
		assertThat(answering("\u0015\u0003\u0003\u0000\u0002\u0002\u0028")).hasMessageContaining("TLS instead of MQTT")
			.hasMessageContaining("ssl://");
	}

	@Test
	@Fault("C4")
	void aPlainServerOnATlsUriIsSaid() throws IOException {
		try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			CompletableFuture.runAsync(() -> greet(plain));
			assertThat(failure("ssl://127.0.0.1:" + plain.getLocalPort())).hasMessageContaining("doesn't speak TLS")
				.hasMessageContaining("tcp://");
		}
	}

	private static void greet(ServerSocket server) {
		try (Socket socket = server.accept()) {
			socket.getInputStream().read();
			socket.getOutputStream().write("220 smtp.example ESMTP\r\n".getBytes(StandardCharsets.US_ASCII));
			socket.getInputStream().readAllBytes();
		}
		catch (IOException ex) {
			// The driver has seen enough
		}
	}

	@Test
	@Fault("C4")
	void anMqtt3ServerIsSaid() {
		try (FakeMqttBroker server = FakeMqttBroker.start()) {
			server.on(MqttPacketType.CONNECT, Answer.raw(new byte[] { 0x20, 2, 0, 1 }).then(Answer.fin()));
			MqttConnectException failure = failure(server.uri());
			assertThat(failure.reasonCode()).isEqualTo(0x84);
			assertThat(failure).hasMessageContaining("MQTT 3").hasMessageContaining("must speak MQTT 5");
			server.on(MqttPacketType.CONNECT, Answer.reasonCode(0x84));
			failure = failure(server.uri());
			assertThat(failure.reasonCode()).isEqualTo(0x84);
			assertThat(failure).hasMessageContaining("doesn't speak MQTT 5").hasMessageContaining("must speak MQTT 5");
		}
	}

}
