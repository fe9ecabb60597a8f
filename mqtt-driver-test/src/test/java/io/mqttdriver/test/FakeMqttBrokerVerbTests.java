package io.mqttdriver.test;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Every verb of a script for every packet that a client sends.
 */
class FakeMqttBrokerVerbTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final FakeMqttBroker broker = FakeMqttBroker.start();

	@AfterEach
	void close() {
		this.broker.close();
	}

	/** Sends that packet; the CONNECT before any other is answered honestly. */
	private WireClient sending(MqttPacketType type) throws IOException {
		if (type == MqttPacketType.CONNECT) {
			WireClient client = new WireClient(this.broker.port());
			client.connect("raw");
			return client;
		}
		WireClient client = WireClient.connected(this.broker.port());
		client.sendBytes(HexFormat.of().parseHex(switch (type) {
			case PUBLISH -> "3207" + "000161" + "0007" + "00" + "78";
			case PUBACK -> "40020007";
			case PUBREC -> "50020007";
			case PUBREL -> "62020007";
			case PUBCOMP -> "70020007";
			case SUBSCRIBE -> "8207" + "0007" + "00" + "000161" + "01";
			case UNSUBSCRIBE -> "a206" + "0007" + "00" + "000161";
			case PINGREQ -> "c000";
			case DISCONNECT -> "e000";
			default -> "f006" + "18" + "04" + "15" + "000162";
		}));
		return client;
	}

	/** Is answered by "40 02 00 09" in its turn. */
	private static void probe(WireClient client) throws IOException {
		client.publishQos1(9, "probe");
	}

	private void onFirst(MqttPacketType type, Answer answer) {
		this.broker.onNext(type, answer);
	}

	private void assertThatItIsRecorded(MqttPacketType type) {
		this.broker.await(type, 1, TIMEOUT);
		assertThat(this.broker.log()).anyMatch((line) -> line.startsWith("#1 " + type));
		assertThat(this.broker.problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(nullValues = "nothing", textBlock = """
			CONNECT, 20 03 00 00 00
			PUBLISH, 40 02 00 07
			PUBACK, nothing
			PUBREC, 62 02 00 07
			PUBREL, 70 04 00 07 92 00
			PUBCOMP, nothing
			SUBSCRIBE, 90 04 00 07 00 01
			UNSUBSCRIBE, B0 04 00 07 00 11
			PINGREQ, D0 00
			AUTH, F0 00
			""")
	void itRepliesHonestly(MqttPacketType type, String reply) throws IOException {
		try (WireClient client = sending(type)) {
			probe(client);
			if (reply != null) {
				assertThat(client.readPacket()).isEqualTo(reply);
			}
			assertThat(client.readPacket()).isEqualTo("40 02 00 09");
			assertThatItIsRecorded(type);
		}
	}

	@ParameterizedTest
	@CsvSource({ "CONNECT, 20 03 00 87 00", "PUBLISH, 40 04 00 07 87 00", "PUBREC, 62 04 00 07 87 00",
			"PUBREL, 70 04 00 07 87 00", "SUBSCRIBE, 90 04 00 07 00 87", "UNSUBSCRIBE, B0 04 00 07 00 87",
			"AUTH, F0 02 87 00" })
	void itRepliesWithACode(MqttPacketType type, String reply) throws IOException {
		onFirst(type, Answer.reasonCode(0x87));
		try (WireClient client = sending(type)) {
			assertThat(client.readPacket()).isEqualTo(reply);
			assertThatItIsRecorded(type);
			assertThat(this.broker.log()).anyMatch((line) -> line.contains("sent") && line.endsWith("reason=0x87"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void itIgnores(MqttPacketType type) throws IOException {
		onFirst(type, Answer.ignore());
		try (WireClient client = sending(type)) {
			if (type == MqttPacketType.PUBLISH) {
				assertThatItIsRecorded(type);
			}
			probe(client);
			assertThat(client.readPacket()).isEqualTo("40 02 00 09");
			assertThatItIsRecorded(type);
		}
	}

	@ParameterizedTest
	@EnumSource
	void itDelaysAndLetsOthersPass(MqttPacketType type) throws IOException {
		onFirst(type, Answer.delay(Duration.ofMillis(100), Answer.raw(new byte[] { 42 })));
		try (WireClient client = sending(type)) {
			probe(client);
			assertThat(client.readPacket()).isEqualTo("40 02 00 09");
			assertThat(client.read()).isEqualTo(42);
			assertThatItIsRecorded(type);
		}
	}

	@ParameterizedTest
	@EnumSource
	void itSendsRawBytes(MqttPacketType type) throws IOException {
		onFirst(type, Answer.raw(new byte[] { 42, (byte) 0xFF }));
		try (WireClient client = sending(type)) {
			assertThat(client.read()).isEqualTo(42);
			assertThat(client.read()).isEqualTo(0xFF);
			probe(client);
			assertThat(client.readPacket()).isEqualTo("40 02 00 09");
			assertThat(this.broker.log()).contains("#1 sent 2 raw bytes: 2a ff");
		}
	}

	@ParameterizedTest
	@EnumSource
	void itClosesWithFin(MqttPacketType type) throws IOException {
		onFirst(type, Answer.fin());
		try (WireClient client = sending(type)) {
			assertThat(client.read()).isEqualTo(-1);
			assertThatItIsRecorded(type);
		}
		this.broker.awaitOpenConnections(0, TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource
	void itResets(MqttPacketType type) throws IOException {
		onFirst(type, Answer.rst());
		try (WireClient client = sending(type)) {
			assertThatExceptionOfType(IOException.class).isThrownBy(client::read).withMessageContaining("reset");
			assertThatItIsRecorded(type);
		}
		this.broker.awaitOpenConnections(0, TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource
	void itStallsUntilItGoesOn(MqttPacketType type) throws IOException {
		onFirst(type, Answer.stall().then(Answer.raw(new byte[] { 42 })));
		try (WireClient client = sending(type)) {
			assertThatItIsRecorded(type);
			probe(client);
			client.socket.setSoTimeout(50);
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(client::read);
			client.socket.setSoTimeout((int) TIMEOUT.toMillis());
			this.broker.resumeAll();
			assertThat(client.read()).isEqualTo(42);
			assertThat(client.readPacket()).isEqualTo("40 02 00 09");
		}
	}

	@ParameterizedTest
	@EnumSource
	void itDisconnects(MqttPacketType type) throws IOException {
		onFirst(type, Answer.disconnect(0x97));
		try (WireClient client = sending(type)) {
			assertThat(client.readPacket()).isEqualTo("E0 02 97 00");
			assertThat(client.read()).isEqualTo(-1);
			assertThat(this.broker.log()).contains("#1 sent DISCONNECT reason=0x97");
		}
	}

}
