package io.mqttdriver.test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FakeMqttBrokerScriptTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final FakeMqttBroker broker = FakeMqttBroker.start();

	@AfterEach
	void close() {
		this.broker.close();
	}

	@Test
	void nextAnswersGoInTurnBeforeTheLastingOne() throws IOException {
		this.broker.on(MqttPacketType.PUBLISH, Answer.reasonCode(0x97));
		this.broker.onNext(MqttPacketType.PUBLISH, Answer.ignore(), Answer.reasonCode(0x10));
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.publishQos1(1, "a");
			client.publishQos1(2, "a");
			client.publishQos1(3, "a");
			client.publishQos2(4, "a");
			assertThat(client.readPacket()).isEqualTo("40 04 00 02 10 00");
			assertThat(client.readPacket()).isEqualTo("40 04 00 03 97 00");
			assertThat(client.readPacket()).isEqualTo("50 04 00 04 97 00");
			this.broker.reset();
			client.publishQos1(5, "a");
			assertThat(client.readPacket()).isEqualTo("40 02 00 05");
		}
	}

	@Test
	void aDelayedAnswerLetsLaterOnesPass() throws IOException {
		this.broker.onNext(MqttPacketType.PUBLISH, Answer.delay(Duration.ofMillis(200), Answer.normal()));
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.publishQos1(1, "a");
			client.publishQos1(2, "a");
			assertThat(client.readPacket()).isEqualTo("40 02 00 02");
			assertThat(client.readPacket()).isEqualTo("40 02 00 01");
		}
	}

	@Test
	void whatFollowsADelayedAnswerWaitsForIt() throws IOException {
		this.broker.on(MqttPacketType.PINGREQ,
				Answer.delay(Duration.ofMillis(50), Answer.raw(new byte[] { 1 })).then(Answer.raw(new byte[] { 2 })));
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.ping();
			assertThat(client.read()).isEqualTo(1);
			assertThat(client.read()).isEqualTo(2);
		}
	}

	@Test
	void bytesGoOutAsTheyAreAndThenTheConnectionEnds() throws IOException {
		this.broker.onNextAccept(Answer.raw("HTTP/1.1 400\r\n".getBytes(StandardCharsets.US_ASCII)).then(Answer.fin()));
		try (WireClient client = new WireClient(this.broker.port())) {
			assertThat(client.socket.getInputStream().readAllBytes()).asString().isEqualTo("HTTP/1.1 400\r\n");
		}
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.ping();
			assertThat(client.readPacket()).isEqualTo("D0 00");
		}
	}

	@Test
	void aResetIsSeenAsReset() throws IOException {
		this.broker.on(MqttPacketType.CONNECT, Answer.rst());
		try (WireClient client = new WireClient(this.broker.port())) {
			client.connect("raw");
			assertThatExceptionOfType(IOException.class).isThrownBy(client::read).withMessageContaining("reset");
		}
		this.broker.awaitOpenConnections(0, TIMEOUT);
	}

	@Test
	void aStalledConnectionNeitherReadsNorWritesUntilItGoesOn() throws IOException {
		try (WireClient client = WireClient.connected(this.broker.port())) {
			assertThat(this.broker.stallAll()).isEqualTo(1);
			client.ping();
			this.broker.sendRaw(new byte[] { 42 });
			client.socket.setSoTimeout(200);
			assertThatExceptionOfType(IOException.class).isThrownBy(client::read);
			assertThat(this.broker.packets(MqttPacketType.PINGREQ)).isEmpty();
			client.socket.setSoTimeout(10_000);
			this.broker.resumeAll();
			assertThat(client.read()).isEqualTo(42);
			assertThat(client.readPacket()).isEqualTo("D0 00");
		}
	}

	@Test
	void disconnectCarriesCodeAndServerReference() throws IOException {
		try (WireClient client = WireClient.connected(this.broker.port())) {
			this.broker.now(Answer.disconnect(0x9C, "b:1"));
			assertThat(client.readPacket()).isEqualTo("E0 08 9C 06 1C 00 03 62 3A 31");
			assertThat(client.read()).isEqualTo(-1);
		}
	}

	@Test
	void aRefusedConnectIsClosed() throws IOException {
		this.broker.connack((connack) -> connack.serverReference("b").reasonString("r").userProperty("k", "v"));
		this.broker.onNext(MqttPacketType.CONNECT, Answer.reasonCode(0x9D));
		try (WireClient client = new WireClient(this.broker.port())) {
			client.connect("raw");
			assertThat(client.readPacket()).startsWith("20 12 00 9D 0F").contains("1C 00 01 62", "1F 00 01 72");
			assertThat(client.read()).isEqualTo(-1);
		}
	}

	@Test
	void filtersAreAnsweredOneByOne() throws IOException {
		this.broker.onNext(MqttPacketType.SUBSCRIBE, Answer.reasonCode(0x87),
				Answer.of((packet) -> Answer.reasonCode(packet.filters().get(0).filter().equals("b") ? 0xA2 : 0)));
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.subscribe(1, "a", 1);
			assertThat(client.readPacket()).isEqualTo("90 04 00 01 00 87");
			client.subscribe(2, "b", 1);
			assertThat(client.readPacket()).isEqualTo("90 04 00 02 00 A2");
			client.subscribe(3, "c", 1);
			assertThat(client.readPacket()).isEqualTo("90 04 00 03 00 01");
			client.send(0xA2, new byte[] { 0, 4, 0, 0, 1, 'a', 0, 1, 'c' });
			assertThat(client.readPacket()).isEqualTo("B0 05 00 04 00 11 00");
		}
	}

	@Test
	void aFailedWaitTellsWhatTheBrokerSaw() throws IOException {
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.ping();
			this.broker.await(MqttPacketType.PINGREQ, 1, TIMEOUT);
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> this.broker.await(MqttPacketType.PUBLISH, 2, Duration.ofMillis(20)))
				.withMessageContaining("2 PUBLISH")
				.withMessageContaining("#1 CONNECT client='raw'")
				.withMessageContaining("#1 PINGREQ");
		}
	}

	@Test
	void stoppedItRefusesAndListensAgainOnTheSamePort() throws IOException {
		int port = this.broker.port();
		WireClient lost = WireClient.connected(port);
		this.broker.stop();
		assertThat(lost.read()).isEqualTo(-1);
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new WireClient(port));
		this.broker.listen();
		assertThat(this.broker.port()).isEqualTo(port);
		WireClient.connected(port).close();
		assertThat(this.broker.acceptedConnections()).isEqualTo(2);
		this.broker.awaitOpenConnections(0, TIMEOUT);
		lost.close();
	}

	@Test
	void itStopsAndListensAgainManyTimes() throws IOException {
		for (int round = 0; round < 50; round++) {
			try (WireClient client = WireClient.connected(this.broker.port())) {
				this.broker.stop();
				assertThat(client.read()).isEqualTo(-1);
				assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new WireClient(this.broker.port()));
				this.broker.listen();
			}
		}
		assertThat(this.broker.acceptedConnections()).isEqualTo(50);
	}

	@Test
	void aWriterToAStalledBrokerBlocks() throws IOException {
		try (FakeMqttBroker stalled = FakeMqttBroker.builder().receiveBuffer(4096).start()) {
			stalled.onAccept(Answer.stall());
			try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", stalled.port()))) {
				stalled.awaitAcceptedConnections(1, TIMEOUT);
				channel.setOption(StandardSocketOptions.SO_SNDBUF, 4096);
				channel.configureBlocking(false);
				long taken = 0;
				int written = 1;
				while (written > 0 && taken < 16_000_000) {
					written = channel.write(ByteBuffer.allocate(4096));
					taken += written;
				}
				assertThat(taken).isLessThan(1_000_000);
			}
		}
	}

	@Test
	void aFailingFunctionIsAProblemOfItsConnection() throws IOException {
		this.broker.onNext(MqttPacketType.PINGREQ, Answer.of((packet) -> {
			throw new IllegalStateException("oops");
		}));
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.ping();
			assertThat(client.read()).isEqualTo(-1);
			assertThat(this.broker.problems()).singleElement().asString().contains("oops");
		}
	}

}
