package io.mqttdriver.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mqttdriver.engine.WirePublish;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.observation.MicrometerDriverObserver;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages that can't be read, or whose topic is none.
 */
@Proof(Means.WIRE)
class UnreadableMessageTests {

	private static final List<byte[]> STRANGE = List.of(utf8("in/#"), utf8("in/+/b"), utf8("in/nul\u0000"),
			utf8("in/bell\u0007"), utf8("in/c1\u0085"), utf8("in/\uFFFE"),
			new byte[] { 'i', 'n', '/', (byte) 0xC3, (byte) 0x28 },
			new byte[] { 'i', 'n', '/', (byte) 0xED, (byte) 0xA0, (byte) 0x80 });

	private static final int TOPIC_NAME_INVALID = 0x90;

	private static final int UNREADABLE = 0x83;

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private final WireDriver wire = new WireDriver(
			(settings) -> settings.observer(new MicrometerDriverObserver(this.meters, "default"))
				.sessionExpiry(Duration.ofHours(1)));

	@AfterEach
	void end() {
		this.wire.close();
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private void connect() {
		this.wire.driver.subscribe("in/#", String.class, (message) -> this.handled.add(message.getPayload()));
		this.wire.connected();
	}

	private double counted() {
		return this.meters.get("mqtt.driver.messages.dropped").tag("reason", "unreadable").counter().count();
	}

	private List<Integer> answers(MqttPacketType type) {
		return this.wire.broker.packets(type).stream().map(ReceivedPacket::reasonCode).toList();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	@Fault("L7")
	void aStrangeTopicIsNotDeliveredButCountedAndRefusedAndTheConnectionLives(int qos) {
		connect();
		for (int i = 0; i < STRANGE.size(); i++) {
			this.wire.broker.sendRaw(WirePublish.of(STRANGE.get(i), qos, i + 1, new byte[0], "strange"));
		}
		this.wire.broker.publish(FakePublish.to("in/order").qos(1).packetId(99).payload("ordinary"));
		WireDriver.until(() -> assertThat(this.handled).containsExactly("ordinary"));
		WireDriver.until(() -> assertThat(counted()).isEqualTo(STRANGE.size()));
		List<Integer> refusals = STRANGE.stream()
			.map((topic) -> new String(topic, StandardCharsets.UTF_8).matches(".*[+#].*") ? TOPIC_NAME_INVALID
					: UNREADABLE)
			.toList();
		WireDriver.until(() -> assertThat(answers(MqttPacketType.PUBACK)).filteredOn((code) -> code == 0).hasSize(1));
		assertThat(answers(MqttPacketType.PUBACK)).filteredOn((code) -> code != 0)
			.isEqualTo((qos == 1) ? refusals : List.of());
		assertThat(answers(MqttPacketType.PUBREC)).isEqualTo((qos == 2) ? refusals : List.of());
		assertThat(this.wire.status().rebuilds()).isZero();
		assertThat(this.wire.broker.acceptedConnections()).isOne();
	}

	@Test
	@Fault("L6")
	void aMessageOfQos1ThatTheLibraryCanNotReadIsAnsweredAndDoesNotComeBackAfterEveryRebuild() {
		byte[] controlCharacter = { 0x26, 0, 1, 'n', 0, 1, 1 };
		byte[] message = WirePublish.of(utf8("in/a"), 1, 7, controlCharacter, "never");
		this.wire.broker.on(MqttPacketType.CONNECT,
				Answer.of((connect) -> isSettled() ? Answer.normal()
						: Answer.normal()
							.then(Answer.raw(message))
							.then(Answer.publish(FakePublish.to("in/b").payload("fine")))));
		connect();
		WireDriver.until(() -> assertThat(isSettled()).isTrue());
		for (int rebuilds = 1; rebuilds <= 3; rebuilds++) {
			this.wire.broker.rstAll();
			this.wire.awaitRebuilds(rebuilds);
		}
		assertThat(this.wire.broker.packets(MqttPacketType.PUBACK)).singleElement().satisfies((answer) -> {
			assertThat(answer.packetId()).isEqualTo(7);
			assertThat(answer.reasonCode()).isEqualTo(UNREADABLE);
		});
		assertThat(counted()).isOne();
		assertThat(this.handled).containsExactly("fine");
	}

	/** What a broker forgets once it was answered, whatever the reason code. */
	private boolean isSettled() {
		return this.wire.broker.packets(MqttPacketType.PUBACK).stream().anyMatch((answer) -> answer.packetId() == 7);
	}

}
