package io.mqttdriver.test;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FakeMqttBrokerWireTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final FakeMqttBroker broker = FakeMqttBroker.start();

	@AfterEach
	void close() {
		this.broker.close();
	}

	@Test
	void withoutScriptItIsHonest() throws IOException {
		try (WireClient client = new WireClient(this.broker.port())) {
			client.connect("raw");
			assertThat(client.readPacket()).isEqualTo("20 03 00 00 00");
			client.publishQos1(7, "a");
			assertThat(client.readPacket()).isEqualTo("40 02 00 07");
			client.publishQos2(8, "a");
			assertThat(client.readPacket()).isEqualTo("50 02 00 08");
			client.send(0x62, new byte[] { 0, 8 });
			assertThat(client.readPacket()).isEqualTo("70 02 00 08");
			client.send(0x62, new byte[] { 0, 8 });
			assertThat(client.readPacket()).isEqualTo("70 04 00 08 92 00");
			client.ping();
			assertThat(client.readPacket()).isEqualTo("D0 00");
			client.send(0xE0, new byte[0]);
			assertThat(client.read()).isEqualTo(-1);
		}
		assertThat(this.broker.problems()).isEmpty();
	}

	@Test
	void connackSaysWhatItIsTold() throws IOException {
		this.broker.connack((connack) -> connack.sessionPresent(true)
			.maximumQos(1)
			.retainAvailable(false)
			.receiveMaximum(10)
			.maximumPacketSize(4096)
			.serverKeepAlive(Duration.ofSeconds(5))
			.topicAliasMaximum(3)
			.wildcardAvailable(false)
			.sharedAvailable(false)
			.subscriptionIdentifiersAvailable(false)
			.sessionExpiry(Duration.ofSeconds(9)));
		try (WireClient client = new WireClient(this.broker.port())) {
			client.connect("raw");
			assertThat(client.readPacket()).startsWith("20 ")
				.contains("01 00")
				.contains("24 01", "25 00", "21 00 0A", "27 00 00 10 00", "13 00 05", "22 00 03", "28 00", "2A 00",
						"29 00", "11 00 00 00 09");
		}
	}

	@Test
	void aClientWithoutIdentifierIsGivenOne() throws IOException {
		try (WireClient client = new WireClient(this.broker.port())) {
			client.connect("");
			assertThat(client.readPacket()).contains("12 00 06 66 61 6B 65 2D 31");
			client.ping();
			ReceivedPacket ping = this.broker.await(MqttPacketType.PINGREQ, 1, TIMEOUT).get(0);
			assertThat(ping.clientId()).isEqualTo("fake-1");
		}
	}

	@Test
	void theRecordHasEverythingOfAPacket() throws IOException {
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.sendBytes(
					HexFormat.of().parseHex("3d17000161" + "0009" + "0c020000003c2600016b000176" + "68656c6c6f"));
			client.subscribe(1, "a/#", 0b0010_1101);
			ReceivedPacket publish = this.broker.awaitPacket((packet) -> packet.type() == MqttPacketType.PUBLISH,
					TIMEOUT);
			assertThat(publish.connection()).isEqualTo(1);
			assertThat(publish.clientId()).isEqualTo("raw");
			assertThat(publish.packetId()).isEqualTo(9);
			assertThat(publish.topic()).isEqualTo("a");
			assertThat(publish.text()).isEqualTo("hello");
			assertThat(publish.qos()).isEqualTo(2);
			assertThat(publish.dup()).isTrue();
			assertThat(publish.retain()).isTrue();
			assertThat(publish.userProperties()).containsExactly(Map.entry("k", "v"));
			assertThat(publish.properties()).containsExactly(Map.entry("messageExpiryInterval", 60));
			ReceivedPacket.Filter filter = this.broker.await(MqttPacketType.SUBSCRIBE, 1, TIMEOUT)
				.get(0)
				.filters()
				.get(0);
			assertThat(filter).isEqualTo(new ReceivedPacket.Filter("a/#", 1, true, true, 2));
		}
	}

	@Test
	void malformedBytesAreAProblemAndEndTheConnection() throws IOException {
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.send(0x36, new byte[] { 0, 1, 'a', 0, 1, 0 });
			assertThat(client.readPacket()).isEqualTo("E0 02 81 00");
			assertThat(client.read()).isEqualTo(-1);
			assertThat(this.broker.problems()).singleElement().asString().startsWith("#1 ");
		}
	}

	@Test
	void aTooLargePacketIsAProblem() throws IOException {
		try (FakeMqttBroker small = FakeMqttBroker.builder().maximumFrame(64).start();
				WireClient client = WireClient.connected(small.port())) {
			client.send(0x30, new byte[100]);
			assertThat(client.readPacket()).isEqualTo("E0 02 81 00");
			assertThat(small.problems()).singleElement().asString().contains("exceeds 64");
		}
	}

	@Test
	void aTopicAliasIsResolved() throws IOException {
		try (WireClient client = WireClient.connected(this.broker.port());
				WireClient other = new WireClient(this.broker.port())) {
			other.connect("other");
			other.readPacket();
			other.subscribe(1, "a", 0);
			assertThat(other.readPacket()).isEqualTo("90 04 00 01 00 00");
			client.sendBytes(HexFormat.of().parseHex("3008" + "000161" + "03230001" + "31"));
			client.sendBytes(HexFormat.of().parseHex("3007" + "0000" + "03230001" + "32"));
			assertThat(other.readPacket()).isEqualTo("30 05 00 01 61 00 31");
			assertThat(other.readPacket()).isEqualTo("30 05 00 01 61 00 32");
		}
	}

	@Test
	void noLocalMessagesDontComeBack() throws IOException {
		try (WireClient client = WireClient.connected(this.broker.port())) {
			client.subscribe(1, "#", 0b100);
			assertThat(client.readPacket()).isEqualTo("90 04 00 01 00 00");
			client.publishQos1(2, "a");
			assertThat(client.readPacket()).isEqualTo("40 02 00 02");
			client.ping();
			assertThat(client.readPacket()).isEqualTo("D0 00");
		}
	}

}
