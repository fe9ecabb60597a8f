package io.mqttdriver.wire;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mqttdriver.event.MqttConnectionLostEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.observation.MicrometerDriverObserver;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakePublish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What no MQTT 5 server may send.
 */
@Proof(Means.WIRE)
class MalformedPacketTests {

	private static final int CLAIMED = 200 * 1024 * 1024;

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private final WireDriver wire = new WireDriver(
			(settings) -> settings.observer(new MicrometerDriverObserver(this.meters, "default"))
				.maximumPacketSize(DataSize.ofMegabytes(256))
				.reconnectMinInterval(Duration.ZERO)
				.reconnectStableAfter(Duration.ZERO));

	@AfterEach
	void end() {
		this.wire.close();
	}

	private void connect() {
		this.wire.driver.subscribe("in/#", String.class, (message) -> this.handled.add(message.getPayload()));
		this.wire.connected();
	}

	private void assertRebuiltOnce(String why) {
		this.wire.awaitRebuilds(1);
		this.wire.broker.publish(FakePublish.to("in/after").payload("after"));
		WireDriver.until(() -> assertThat(this.handled).containsExactly("after"));
		assertThat(this.wire.status().rebuilds()).isOne();
		assertThat(this.wire.broker.acceptedConnections()).isEqualTo(2);
		this.wire.broker.awaitOpenConnections(1, WireDriver.SOON);
		assertThat(this.wire.events(MqttConnectionLostEvent.class)).singleElement()
			.satisfies((event) -> assertThat(event.getCause()).hasMessageContaining(why));
		assertThat(this.wire.status().lastFailure()).contains(why);
		assertThat(this.meters.get("mqtt.driver.outage").timer().count()).isOne();
		assertThat(this.meters.get("mqtt.driver.rebuilds").tag("outcome", "success").counter().count()).isOne();
		assertThat(this.meters.get("mqtt.driver.rebuilds").tag("outcome", "failure").counter().count()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "malformed: no such type, 00 00, packet of type 0",
			"malformed: a length of five bytes, 30 FF FF FF FF 01, more than four bytes",
			"malformed: QoS 3, 36 06 00 01 74 00 01 00, malformed PUBLISH",
			"malformed: a topic longer than its packet, 32 04 00 63 74 00, malformed PUBLISH",
			"malformed: packet identifier 0, 32 06 00 01 74 00 00 00, without a packet identifier",
			"malformed: an unknown property, 32 08 00 01 74 00 01 02 55 00, unknown property",
			"malformed: too short, 40 01 00, too short", "a second CONNACK, 20 03 00 00 00, packet of type 2",
			"what only clients send, 82 06 00 01 00 00 01 61, reserved bits",
			"an alias that was not agreed, 32 09 00 01 74 00 01 03 23 00 01, topic alias",
			"an alias in place of the topic, 32 08 00 00 00 01 03 23 00 01, without a topic",
			"an unknown packet identifier in PUBACK, 40 02 00 63, packet identifier 99",
			"an unknown packet identifier in PUBREC, 50 02 00 63, packet identifier 99",
			"an unknown packet identifier in PUBCOMP, 70 02 00 63, packet identifier 99",
			"an unknown packet identifier in SUBACK, 90 04 00 63 00 00, packet identifier 99",
			"an unknown packet identifier in UNSUBACK, B0 04 00 63 00 00, packet identifier 99",
			"an oversized frame, 30 FF FF FF 7F 00 01 74, mqtt.driver.maximum-packet-size",
			"reserved bits in PUBACK, 41 02 00 01, reserved bits",
			"reserved bits in PUBREL, 60 02 00 01, reserved bits", "reserved bits in PINGRESP, D1 00, reserved bits" })
	@Fault("L6")
	void isARebuildThatIsCounted(String what, String hex, String why) {
		connect();
		this.wire.broker.sendRaw(HexFormat.ofDelimiter(" ").parseHex(hex));
		assertRebuiltOnce(why);
	}

	@Test
	@Fault("L6")
	void memoryIsNotTakenForALengthThatIsOnlyClaimed() {
		List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getName().matches(".*(Old|Tenured).*"))
			.toList();
		assumeThat(pools).as("where large arrays go").isNotEmpty();
		connect();
		long before = pools.stream().mapToLong((pool) -> pool.getUsage().getUsed()).sum();
		pools.forEach(MemoryPoolMXBean::resetPeakUsage);
		byte[] claim = { 0x30, (byte) 0x80, (byte) 0x80, (byte) 0x80, CLAIMED >> 21, 0, 1, 't', 0 };
		this.wire.broker.now(Answer.raw(claim).then(Answer.delay(Duration.ofMillis(200), Answer.fin())));
		assertRebuiltOnce("closed the connection");
		long peak = pools.stream().mapToLong((pool) -> pool.getPeakUsage().getUsed()).sum();
		assertThat(peak - before).isLessThan(CLAIMED / 4);
	}

}
