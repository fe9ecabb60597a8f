package io.mqttdriver.test;

import java.net.ConnectException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

class MqttTestBrokerTests {

	@Test
	void messagesTravelWithTheirProperties() throws Exception {
		try (MqttTestBroker broker = MqttTestBroker.create(); PahoClient client = new PahoClient(broker.uri(), "c")) {
			client.subscribe(7, "a/+/c");
			for (int qos : List.of(0, 1, 2)) {
				client.publish("a/b/c", "hello", qos, "k", "v");
				PahoClient.Arrived arrived = client.next();
				assertThat(arrived.text()).isEqualTo("hello");
				assertThat(arrived.message().getQos()).isEqualTo(qos);
				assertThat(arrived.message().getProperties().getSubscriptionIdentifiers()).containsExactly(7);
				assertThat(arrived.message().getProperties().getUserProperties())
					.extracting(UserProperty::getKey, UserProperty::getValue)
					.contains(tuple("k", "v"));
			}
		}
	}

	@Test
	void stoppedItRefusesAndStartsOnItsPort() throws Exception {
		try (MqttTestBroker broker = MqttTestBroker.create()) {
			int port = broker.port();
			for (int round = 0; round < 3; round++) {
				PahoClient client = new PahoClient(broker.uri(), "c");
				broker.stop();
				client.disconnected.get(10, TimeUnit.SECONDS);
				client.close();
				assertThat(broker.isRunning()).isFalse();
				assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new WireClient(port));
				broker.start();
				assertThat(broker.port()).isEqualTo(port);
			}
			broker.restart();
			new PahoClient(broker.uri(), "c").close();
		}
	}

	@Test
	void aClosedBrokerStaysClosed() {
		MqttTestBroker broker = MqttTestBroker.create();
		broker.close();
		broker.close();
		assertThat(broker.kick("c")).isFalse();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(broker::start)
			.withMessageContaining("was closed");
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new WireClient(broker.port()));
	}

	@Test
	void aTakenPortIsSaid() {
		try (FakeMqttBroker other = FakeMqttBroker.start()) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> MqttTestBroker.builder().port(other.port()).start())
				.withMessageContaining("port " + other.port());
		}
	}

	@Test
	void aKickedClientSeesTheReason() throws Exception {
		try (MqttTestBroker broker = MqttTestBroker.create();
				PahoClient client = new PahoClient(broker.uri(), "c");
				PahoClient other = new PahoClient(broker.uri(), "other")) {
			assertThat(broker.kick("nobody")).isFalse();
			assertThat(broker.kick("c")).isTrue();
			assertThat(client.disconnected.get(10, TimeUnit.SECONDS).getReturnCode()).isEqualTo(0x98);
			assertThat(other.client.isConnected()).isTrue();
			new PahoClient(broker.uri(), "c").close();
		}
	}

	@Test
	void aPersistentBrokerKeepsASessionOverARestart() throws Exception {
		try (MqttTestBroker broker = MqttTestBroker.builder().persistent(true).start()) {
			PahoClient first = new PahoClient(broker.uri(), "c", MqttTestBrokerTests::keepSession);
			first.subscribe(1, "a");
			first.close();
			try (PahoClient publisher = new PahoClient(broker.uri(), "p")) {
				publisher.publish("a", "waiting", 1);
			}
			broker.restart();
			try (PahoClient second = new PahoClient(broker.uri(), "c", MqttTestBrokerTests::keepSession)) {
				assertThat(second.sessionPresent).isTrue();
				assertThat(second.next().text()).isEqualTo("waiting");
			}
		}
	}

	@Test
	void otherwiseASessionIsForgotten() throws Exception {
		try (MqttTestBroker broker = MqttTestBroker.create()) {
			new PahoClient(broker.uri(), "c", MqttTestBrokerTests::keepSession).close();
			PahoClient second = new PahoClient(broker.uri(), "c", MqttTestBrokerTests::keepSession);
			assertThat(second.sessionPresent).isTrue();
			second.close();
			broker.restart();
			PahoClient third = new PahoClient(broker.uri(), "c", MqttTestBrokerTests::keepSession);
			assertThat(third.sessionPresent).isFalse();
			third.close();
		}
	}

	private static void keepSession(MqttConnectionOptions options) {
		options.setCleanStart(false);
		options.setSessionExpiryInterval(300L);
	}

	@Test
	void withUsersOnlyTheyComeIn() throws Exception {
		try (MqttTestBroker broker = MqttTestBroker.builder().user("u", "p").start()) {
			try (PahoClient client = new PahoClient(broker.uri(), "c", (options) -> credentials(options, "p"))) {
				client.subscribe(1, "a");
				client.publish("a", "x", 1);
				assertThat(client.next().text()).isEqualTo("x");
			}
			assertThatExceptionOfType(MqttException.class)
				.isThrownBy(() -> new PahoClient(broker.uri(), "c", (options) -> credentials(options, "wrong")))
				.satisfies((ex) -> assertThat(ex.getReasonCode()).isIn(0x86, 0x87));
			assertThatExceptionOfType(MqttException.class).isThrownBy(() -> new PahoClient(broker.uri(), "c"))
				.satisfies((ex) -> assertThat(ex.getReasonCode()).isIn(0x86, 0x87));
		}
	}

	private static void credentials(MqttConnectionOptions options, String password) {
		options.setUserName("u");
		options.setPassword(password.getBytes());
	}

	@Test
	void itSpeaksTls(@TempDir Path folder) throws Exception {
		TestKeys keys = TestKeys.create(folder);
		try (MqttTestBroker broker = MqttTestBroker.builder().tls(keys.file(), TestKeys.PASSWORD).start()) {
			assertThat(broker.uri()).startsWith("ssl://");
			try (PahoClient client = new PahoClient(broker.uri(), "c",
					(options) -> options.setSocketFactory(keys.trustOnly().getSocketFactory()))) {
				client.publish("a", "x", 1);
			}
		}
	}

	@Test
	void itAsksForAClientCertificate(@TempDir Path folder) throws Exception {
		TestKeys keys = TestKeys.create(folder);
		try (MqttTestBroker broker = MqttTestBroker.builder()
			.tls(keys.file(), TestKeys.PASSWORD)
			.clientAuthorities(keys.file(), TestKeys.PASSWORD)
			.start()) {
			new PahoClient(broker.uri(), "c", (options) -> options.setSocketFactory(keys.context().getSocketFactory()))
				.close();
			assertThatExceptionOfType(MqttException.class).isThrownBy(() -> new PahoClient(broker.uri(), "c",
					(options) -> options.setSocketFactory(keys.trustOnly().getSocketFactory())));
		}
	}

}
