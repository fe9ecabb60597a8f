package io.mqttdriver.test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a test can read of a broker afterwards.
 */
class FakeMqttBrokerRecordTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final FakeMqttBroker broker = FakeMqttBroker.start();

	@AfterEach
	void close() {
		this.broker.close();
	}

	@Test
	void theLogHasBothDirectionsInTheirOrder() throws IOException {
		this.broker.onNext(MqttPacketType.PUBLISH, Answer.reasonCode(0x97));
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.publishQos1(7, "a");
			client.readPacket();
			client.subscribe(8, "b", 1);
			client.readPacket();
			this.broker.publish(FakePublish.to("b").payload("hello").qos(1));
			client.readPacket();
		}
		this.broker.awaitOpenConnections(0, TIMEOUT);
		List<String> log = this.broker.log();
		assertThat(log.get(0)).startsWith("#1 accepted from /127.0.0.1:");
		assertThat(log.subList(1, log.size())).containsExactly("#1 CONNECT client='raw'", "#1 sent CONNACK",
				"#1 PUBLISH id=7 'a' qos=1 1 bytes", "#1 sent PUBACK id=7 reason=0x97", "#1 SUBSCRIBE id=8 [b]",
				"#1 sent SUBACK id=8 reason=0x1", "#1 sent PUBLISH id=1 'b' qos=1 5 bytes", "#1 closed");
		this.broker.clearRecord();
		assertThat(this.broker.log()).isEmpty();
	}

	@Test
	void aFailedWaitSaysWhatForAndShowsTheLog() throws IOException {
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.ping();
			client.readPacket();
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> this.broker.awaitPacket("a publish to 'out'",
						(packet) -> packet.topic().equals("out"), Duration.ofMillis(20)))
				.withMessageContaining("a publish to 'out'")
				.withMessageContaining("accepted: 1, open: 1")
				.withMessageContaining("\n  #1 PINGREQ\n  #1 sent PINGRESP");
		}
	}

	@Test
	void whatIsUnacknowledgedIsCountedForEachConnection() throws IOException {
		this.broker.on(MqttPacketType.PUBLISH, Answer.ignore());
		try (WireClient one = WireClient.connected(this.broker.port());
				WireClient two = new WireClient(this.broker.port())) {
			two.connect("two");
			one.publishQos1(1, "a");
			one.publishQos2(2, "a");
			two.publishQos1(1, "a");
			this.broker.await(MqttPacketType.PUBLISH, 3, TIMEOUT);
			assertThat(this.broker.mostUnacknowledged()).isEqualTo(2);
		}
	}

	@Test
	void aPubackAPubcompAndARefusingPubrecSettle() throws IOException {
		this.broker.onNext(MqttPacketType.PUBLISH, Answer.normal(), Answer.normal(), Answer.reasonCode(0x87));
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.publishQos1(1, "a");
			client.readPacket();
			client.publishQos2(2, "a");
			client.readPacket();
			client.publishQos2(3, "a");
			client.readPacket();
			assertThat(this.broker.mostUnacknowledged()).as("a PUBREC of 0 settles nothing").isEqualTo(2);
			client.send(0x62, new byte[] { 0, 2 });
			client.readPacket();
			this.broker.clearRecord();
			client.publishQos1(4, "a");
			client.readPacket();
			assertThat(this.broker.mostUnacknowledged()).isEqualTo(1);
		}
	}

	@Test
	void aClientThatIsGoneBeforeItsDelayedConnackTakesNobodyOver() throws IOException {
		this.broker.onNext(MqttPacketType.CONNECT, Answer.delay(Duration.ofMillis(100), Answer.normal()));
		try (WireClient gone = new WireClient(this.broker.port())) {
			gone.connect("raw");
			this.broker.await(MqttPacketType.CONNECT, 1, TIMEOUT);
		}
		try (WireClient client = WireClient.connected(this.broker.port())) {
			while (this.broker.log().stream().noneMatch((line) -> line.startsWith("#1 could not send CONNACK"))) {
				client.ping();
				assertThat(client.readPacket()).isEqualTo("D0 00");
			}
			client.ping();
			assertThat(client.readPacket()).as("not thrown out").isEqualTo("D0 00");
		}
	}

	@Test
	void aSlowLinkIsReadSlowly() throws IOException {
		try (FakeMqttBroker slow = FakeMqttBroker.builder().bytesPerSecond(20_000).start();
				WireClient client = WireClient.connected(slow.port())) {
			byte[] body = new byte[8_000 + 4];
			body[1] = 1;
			body[2] = 'a';
			long begin = System.nanoTime();
			client.sendBytes(new byte[] { 0x30, (byte) 0xC4, 0x3E });
			client.sendBytes(body);
			assertThat(slow.await(MqttPacketType.PUBLISH, 1, TIMEOUT).get(0).payload()).hasSize(8_000);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(300));
		}
	}

}
