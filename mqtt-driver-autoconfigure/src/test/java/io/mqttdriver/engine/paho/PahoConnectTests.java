package io.mqttdriver.engine.paho;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.RecordingEvents.Closed;
import io.mqttdriver.engine.RecordingEvents.Connected;
import io.mqttdriver.engine.RecordingEvents.Received;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.eclipse.paho.mqttv5.client.logging.LoggerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * From the URI to the CONNACK.
 */
@Proof(Means.WIRE)
class PahoConnectTests {

	private final Rig rig = new Rig();

	@AfterEach
	void end() {
		this.rig.close();
	}

	private static PahoEngine resolving(PahoEngine.HostResolver resolver) {
		return new PahoEngine(Executors.newScheduledThreadPool(1, Workers.daemons("test-timer")), resolver,
				System::nanoTime);
	}

	@Test
	void webSocketsAreRefusedWithTheWayOut() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.rig.engine.requireSupported(URI.create("wss://host/mqtt")))
			.withMessageContaining("wss://host")
			.withMessageContaining("mqtt.driver.uris")
			.withMessageContaining("tcp:// or ssl://")
			.withMessageContaining("hivemq");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.rig.engine.requireSupported(URI.create("tcp://user:s3cret@host")))
			.withMessageContaining("mqtt.driver.password")
			.withMessageNotContaining("s3cret");
		this.rig.engine.requireSupported(URI.create("mqtts://host"));
	}

	@Test
	void aUriIsReadWithItsDefaults() {
		assertThat(Target.of(URI.create("tcp://host"))).isEqualTo(new Target(false, "host", 1883));
		assertThat(Target.of(URI.create("mqtts://my_host"))).isEqualTo(new Target(true, "my_host", 8883));
		assertThat(Target.of(URI.create("ssl://[::1]:99"))).isEqualTo(new Target(true, "::1", 99));
	}

	@Test
	void theConnectSaysWhatTheSpecificationOfTheClientSays() {
		ClientSpec.Will will = new ClientSpec.Will(
				new OutboundPublish("gone", "bye".getBytes(StandardCharsets.UTF_8), 1, true,
						new PublishProperties(true, null, "text/plain", null, null, List.of())),
				Duration.ofSeconds(20));
		ClientSpec spec = new ClientSpec(this.rig.uri, "me", new ClientSpec.Credentials("user", new byte[] { 1, 2 }),
				Duration.ofSeconds(33), Duration.ofSeconds(5), false, Duration.ofSeconds(90), 77, 5_000, will, null);
		this.rig.client = this.rig.engine.open(spec, this.rig.events);
		ReceivedPacket packet = this.rig.broker.await(MqttPacketType.CONNECT, 1, Rig.LONG).get(0);
		assertThat(packet.clientId()).isEqualTo("me");
		assertThat(packet.properties()).containsEntry("sessionExpiryInterval", 90)
			.containsEntry("receiveMaximum", 77)
			.containsEntry("maximumPacketSize", 5_000)
			.doesNotContainKey("topicAliasMaximum");
		assertThat(packet.connect().version()).isEqualTo(5);
		assertThat(packet.connect().cleanStart()).isFalse();
		assertThat(packet.connect().keepAlive()).isEqualTo(33);
		assertThat(packet.connect().username()).isEqualTo("user");
		assertThat(packet.connect().password()).containsExactly(1, 2);
		assertThat(packet.connect().will().topic()).isEqualTo("gone");
		assertThat(packet.connect().will().retain()).isTrue();
		assertThat(packet.connect().will().properties()).containsEntry("willDelayInterval", 20)
			.containsEntry("contentType", "text/plain");
	}

	@Test
	void theSocketSendsSmallPacketsAtOnceAndReadsWithoutTimeout() throws IOException {
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			Dialer dialer = new Dialer(new Target(false, "localhost", server.getLocalPort()), resources(), 1_000);
			try (Socket socket = dialer.dial(dialer.resolve())) {
				assertThat(socket.getTcpNoDelay()).isTrue();
				assertThat(socket.getSoTimeout()).isZero();
			}
		}
	}

	private static EngineResources resources() {
		return new EngineResources(Executors.newScheduledThreadPool(1, Workers.daemons("test-timer")), Workers.create(),
				(host) -> List.of(InetAddress.getByName(host)), System::nanoTime, new ThreadGroups());
	}

	@Test
	void theNextAddressIsTriedWhereOneRefuses() {
		this.rig.engine = resolving(
				(host) -> List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")));
		this.rig.connect();
	}

	@Test
	void aConnectTakesNoneOfPahosSleeps() {
		long best = IntStream.range(0, 5).mapToLong((i) -> {
			try (Rig one = new Rig()) {
				long begin = System.nanoTime();
				one.open();
				one.broker.await(MqttPacketType.CONNECT, 1, Rig.LONG);
				return System.nanoTime() - begin;
			}
		}).min().getAsLong();
		assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(95));
	}

	@Test
	void pahoLogsNothing() {
		assertThat(LoggerFactory.getLogger(LoggerFactory.MQTT_CLIENT_MSG_CAT, "any")).isInstanceOf(SilentLogger.class);
	}

	@Test
	void anUnknownHostIsSaid() {
		this.rig.engine = resolving((host) -> {
			throw new UnknownHostException(host);
		});
		this.rig.open();
		assertThat(this.rig.lost()).satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
			assertThat(failure.message()).contains("Host '127.0.0.1' is not known");
		});
	}

	@Test
	void aClosedPortIsSaid() {
		this.rig.broker.stop();
		this.rig.open();
		assertThat(this.rig.lost()).satisfies((failure) -> {
			assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
			assertThat(failure.message()).contains(":" + this.rig.broker.port()).contains("refused");
		});
	}

	@Test
	@Fault("C10")
	void aNameServiceThatHangsIsLeftBehindAtTheDeadline() throws InterruptedException {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		this.rig.connectTimeout = Duration.ofMillis(200);
		this.rig.engine = resolving((host) -> {
			asked.countDown();
			try {
				answer.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			return List.of(InetAddress.getLoopbackAddress());
		});
		this.rig.open();
		asked.await();
		EngineFailure failure = this.rig.lost();
		assertThat(PahoEndTests.threads()).isEmpty();
		answer.countDown();
		assertThat(failure.kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
		assertThat(failure.message()).contains("name").contains("mqtt.driver.connect-timeout");
		Rig.calmDown();
		assertThat(this.rig.broker.acceptedConnections()).isZero();
	}

	@Test
	@Fault("C10")
	void aServerThatDropsSynsFailsInTime() throws IOException {
		List<Socket> fill = new ArrayList<>();
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			for (int i = 0; i < 4; i++) {
				Socket socket = new Socket();
				fill.add(socket);
				try {
					socket.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()), 100);
				}
				catch (IOException ex) {
					break;
				}
			}
			this.rig.uri = URI.create("tcp://127.0.0.1:" + full.getLocalPort());
			this.rig.connectTimeout = Duration.ofMillis(300);
			this.rig.open();
			EngineFailure failure = this.rig.lost();
			assertThat(failure.kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
			assertThat(failure.message()).contains("TCP connection").contains("mqtt.driver.connect-timeout");
			assertThat(PahoEndTests.threads()).isEmpty();
		}
		finally {
			for (Socket socket : fill) {
				socket.close();
			}
		}
	}

	@Test
	void aServerWithoutConnackFailsInTime() {
		this.rig.broker.on(MqttPacketType.CONNECT, Answer.ignore());
		this.rig.connectTimeout = Duration.ofMillis(200);
		this.rig.open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.CONNECT_TIMEOUT);
		assertThat(failure.message()).contains("no CONNACK came");
		assertThat(PahoEndTests.threads()).isEmpty();
		this.rig.broker.awaitOpenConnections(0, Rig.LONG);
	}

	@Test
	void aServerThatClosesInsteadOfAnsweringIsSaid() {
		this.rig.broker.onAccept(Answer.fin());
		this.rig.open();
		assertThat(this.rig.lost().kind()).isEqualTo(Kind.CLOSED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 400 Bad Request\r\n\r\n", "\u0015\u0003\u0001\u0000\u0002\u0002\u0028",
			"220 smtp.example ESMTP\r\n" })
	void anotherProtocolIsSaid(String answer) {
		this.rig.broker.on(MqttPacketType.CONNECT, Answer.raw(answer.getBytes(StandardCharsets.ISO_8859_1)));
		this.rig.open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
		assertThat(failure.message()).containsAnyOf("HTTP", "TLS instead of MQTT", "not an MQTT server")
			.contains("mqtt.driver.uris");
	}

	@Test
	void anMqtt3ServerIsSaid() {
		this.rig.broker.on(MqttPacketType.CONNECT, Answer.raw(new byte[] { 0x20, 2, 0, 1 }));
		this.rig.open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
		assertThat(failure.reasonCode()).isEqualTo(0x84);
		assertThat(failure.message()).contains("MQTT 3");
	}

	@Test
	void theReasonOfARefusalIsSaid() {
		this.rig.broker.connack((connack) -> connack.reasonString("come\nback later").serverReference("other"));
		this.rig.broker.on(MqttPacketType.CONNECT, Answer.reasonCode(0x89));
		this.rig.open();
		EngineFailure failure = this.rig.lost();
		assertThat(failure.reasonCode()).isEqualTo(0x89);
		assertThat(failure.serverReference()).isEqualTo("other");
		assertThat(failure.message()).contains("0x89").contains("come back later");
	}

	@Test
	void aRefusalWithACodeThatPahoDoesNotKnowIsTold() {
		this.rig.broker.on(MqttPacketType.CONNECT, Answer.raw(new byte[] { 0x20, 3, 0, (byte) 0x9B, 0 }));
		this.rig.open();
		assertThat(this.rig.lost().reasonCode()).isEqualTo(0x9B);
	}

	@Test
	void enhancedAuthenticationIsRefusedInWords() {
		this.rig.broker.on(MqttPacketType.CONNECT, Answer.raw(new byte[] { (byte) 0xF0, 2, 0x18, 0 }));
		this.rig.open();
		assertThat(this.rig.lost().message()).contains("enhanced authentication");
	}

	@Test
	void aReceiveMaximumThatPahoCanNotReadIsToldAsItIs() {
		this.rig.broker.connack((connack) -> connack.receiveMaximum(40_000));
		Connected connected = this.rig.connect();
		assertThat(connected.limits().receiveMaximum()).isEqualTo(40_000);
		assertThat(connected.limits().window()).isEqualTo(32_767);
		this.rig.publish(1, 1);
		assertThat(this.rig.settled(1)).isZero();
	}

	@Test
	void noAliasIsUsedThoughTheServerOffersThem() {
		this.rig.broker.connack((connack) -> connack.topicAliasMaximum(10));
		this.rig.connect();
		OutboundPublish same = Rig.message("same/topic", 1, new byte[0]);
		for (int token = 0; token < 3; token++) {
			this.rig.client.publish(token, same);
			this.rig.settled(token);
		}
		assertThat(this.rig.broker.packets(MqttPacketType.PUBLISH)).allSatisfy((packet) -> {
			assertThat(packet.topic()).isEqualTo("same/topic");
			assertThat(packet.properties()).doesNotContainKey("topicAlias");
		});
	}

	@Test
	void thePacketSizeOfTheServerDoesNotLimitWhatComesIn() {
		this.rig.broker.connack((connack) -> connack.maximumPacketSize(50));
		this.rig.connect();
		this.rig.broker.publish(FakePublish.to("t").payload(new byte[500]));
		Rig.await(() -> !this.rig.events.all(Received.class).isEmpty());
	}

	@Test
	void thePacketSizeOfTheClientDoesNotLimitWhatGoesOut() {
		this.rig.maximumPacketSize = 100;
		this.rig.connect();
		this.rig.client.publish(1, Rig.message("t", 1, new byte[500]));
		assertThat(this.rig.settled(1)).isZero();
	}

	@Test
	void anAssignedClientIdIsTold() {
		this.rig.broker.connack((connack) -> connack.assignedClientId("given"));
		assertThat(this.rig.connect().limits().assignedClientId()).isEqualTo("given");
	}

	@Test
	void aClientIsNeverConnectedAgainByItself() {
		this.rig.connect();
		this.rig.broker.finAll();
		this.rig.lost();
		Rig.calmDown();
		assertThat(this.rig.broker.acceptedConnections()).isOne();
	}

	@Test
	void closedFollowsALossWithoutBeingAskedFor() {
		this.rig.connect();
		this.rig.broker.rstAll();
		Rig.await(() -> this.rig.events.has(Closed.class));
	}

}
