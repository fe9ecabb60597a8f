package io.mqttdriver.engine.paho;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.ForwardingEvents;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.RecordingEvents.Closed;
import io.mqttdriver.engine.RecordingEvents.Lost;
import io.mqttdriver.engine.RecordingEvents.Received;
import io.mqttdriver.engine.RecordingEvents.Unreadable;
import io.mqttdriver.engine.WirePublish;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes in.
 */
class PahoReceiveTests {

	private final Rig rig = new Rig();

	@BeforeEach
	void begin() {
		this.rig.maximumPacketSize = 100_000;
		this.rig.connect();
	}

	@AfterEach
	void end() {
		this.rig.close();
	}

	private void awaitReceived(int count) {
		Rig.await(() -> this.rig.events.all(Received.class).size() >= count || this.rig.events.has(Lost.class));
	}

	private void assertAlive() {
		int before = this.rig.events.all(Received.class).size();
		this.rig.broker.publish(FakePublish.to("alive"));
		awaitReceived(before + 1);
		assertThat(this.rig.events.has(Lost.class)).isFalse();
		assertThat(this.rig.events.all(Received.class)).last()
			.extracting((event) -> event.publish().topic())
			.isEqualTo("alive");
	}

	/** A PUBLISH of QoS 1 with packet id 7. */
	private static byte[] publish(byte[] topic, byte[] properties) {
		return WirePublish.of(topic, 1, 7, properties, "");
	}

	private static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private int refusal() {
		ReceivedPacket puback = this.rig.broker.await(MqttPacketType.PUBACK, 1, Rig.LONG).get(0);
		assertThat(puback.packetId()).isEqualTo(7);
		Rig.await(() -> this.rig.events.has(Unreadable.class));
		assertThat(this.rig.events.all(Unreadable.class)).containsExactly(new Unreadable(1, puback.reasonCode()));
		return puback.reasonCode();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bell\u0007", "nul\u0000", "c1\u0085", "nonchar\uFFFE", "arabic\uFDD0" })
	void aTopicThatPahoCanNotReadIsRefusedAndTheConnectionLives(String topic) {
		this.rig.broker.sendRaw(publish(utf8(topic), new byte[0]));
		assertThat(refusal()).isEqualTo(0x83);
		assertAlive();
	}

	@Test
	void badUtf8InATopicIsRefusedAndTheConnectionLives() {
		this.rig.broker.sendRaw(publish(new byte[] { 'a', (byte) 0xC3, (byte) 0x28 }, new byte[0]));
		assertThat(refusal()).isEqualTo(0x83);
		assertAlive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/#", "+/b" })
	void aTopicWithAWildcardIsRefused(String topic) {
		this.rig.broker.sendRaw(publish(utf8(topic), new byte[0]));
		assertThat(refusal()).isEqualTo(0x90);
		assertAlive();
	}

	@Test
	void aLongCorrelationIdIsRefusedAndTheConnectionLives() {
		byte[] correlation = new byte[3 + 40_000];
		correlation[0] = 0x09;
		correlation[1] = (byte) (40_000 >> 8);
		correlation[2] = (byte) 40_000;
		this.rig.broker.sendRaw(publish(utf8("t"), correlation));
		assertThat(refusal()).isEqualTo(0x83);
		assertAlive();
	}

	@Test
	void aUserPropertyThatPahoCanNotReadIsRefused() {
		this.rig.broker.sendRaw(publish(utf8("t"), new byte[] { 0x26, 0, 1, 'n', 0, 1, 1 }));
		assertThat(refusal()).isEqualTo(0x83);
		assertAlive();
	}

	@Test
	void textsBeyondAsciiArrive() {
		this.rig.broker.publish(FakePublish.to("größe/温度/😀").userProperty("ключ", "värde").contentType("µ"));
		awaitReceived(1);
		InboundPublish publish = this.rig.events.all(Received.class).get(0).publish();
		assertThat(publish.topic()).isEqualTo("größe/温度/😀");
		assertThat(publish.properties().userProperties().get(0).name()).isEqualTo("ключ");
	}

	@Test
	void anOversizedFrameEndsTheClientBeforeMemoryIsTaken() {
		this.rig.broker.sendRaw(new byte[] { 0x30, -1, -1, -1, 0x7F, 0, 1 });
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
		assertThat(failure.message()).contains("268435460").contains("mqtt.driver.maximum-packet-size");
	}

	@ParameterizedTest
	@ValueSource(strings = { "00 00", "31 FF FF FF FF 01", "32 02 00 05", "38 04 00 00 00 00", "62 01 00",
			"34 05 00 01 74 00 00", "36 06 00 01 74 00 01 00", "82 02 00 01", "41 02 00 01", "40 01 00", "90 02 00 01",
			"20 03 00 00 00", "32 09 00 01 74 00 01 05 23 00 01", "32 08 00 01 74 00 01 02 55 00", "F0 00" })
	void aMalformedPacketEndsTheClient(String hex) {
		this.rig.broker.sendRaw(bytes(hex));
		assertThat(this.rig.lost().kind()).isEqualTo(Kind.PROTOCOL);
		assertThat(PahoEndTests.threads()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "40 02 00 63", "50 02 00 63", "70 02 00 63", "90 04 00 63 00 00", "B0 04 00 63 00 00",
			"70 02 00 01", "90 04 00 01 00 00" })
	void anAcknowledgementThatNothingWaitsForEndsTheClient(String hex) {
		this.rig.broker.on(MqttPacketType.PUBLISH, Answer.ignore());
		this.rig.publish(1, 2);
		this.rig.broker.await(MqttPacketType.PUBLISH, 1, Rig.LONG);
		this.rig.broker.sendRaw(bytes(hex));
		EngineFailure failure = this.rig.lost();
		assertThat(failure.kind()).isEqualTo(Kind.PROTOCOL);
		assertThat(failure.message()).contains("packet identifier " + (hex.contains("63") ? 99 : 1));
	}

	@Test
	void aRepeatedPubrecIsAnsweredAgain() {
		this.rig.broker.on(MqttPacketType.PUBREL, Answer.ignore());
		this.rig.publish(1, 2);
		this.rig.broker.await(MqttPacketType.PUBREL, 1, Rig.LONG);
		this.rig.broker.sendRaw(bytes("50 02 00 01"));
		assertAlive();
	}

	private static byte[] bytes(String hex) {
		return HexFormat.ofDelimiter(" ").parseHex(hex);
	}

	@Test
	void aPacketMayComeByteByByte() {
		byte[] packet = publish(utf8("slow"), new byte[0]);
		Answer answer = Answer.ignore();
		for (byte one : packet) {
			answer = answer.then(Answer.delay(Duration.ofMillis(15), Answer.raw(new byte[] { one })));
		}
		this.rig.broker.now(answer);
		awaitReceived(1);
		assertThat(this.rig.events.all(Received.class).get(0).publish().topic()).isEqualTo("slow");
	}

	@Test
	void aPacketThatIsCutOffEndsTheClient() {
		this.rig.broker.now(Answer.raw(new byte[] { 0x30, 20, 0, 1 }).then(Answer.fin()));
		assertThat(this.rig.lost().kind()).isEqualTo(Kind.CLOSED);
	}

	@Test
	void aMessageOfQos2IsToldOnceHoweverOftenItComes() {
		FakePublish message = FakePublish.to("t").qos(2).packetId(5);
		this.rig.broker.on(MqttPacketType.PUBREC, Answer.ignore());
		this.rig.broker.publish(message);
		this.rig.broker.await(MqttPacketType.PUBREC, 1, Rig.LONG);
		this.rig.broker.publish(message.dup(true));
		this.rig.broker.await(MqttPacketType.PUBREC, 2, Rig.LONG);
		assertThat(this.rig.events.all(Received.class)).isEmpty();
		release(5);
		awaitReceived(1);
		release(5);
		InboundPublish told = this.rig.events.all(Received.class).get(0).publish();
		assertThat(told.qos()).isEqualTo(2);
		assertAlive();
		assertThat(this.rig.broker.packets(MqttPacketType.PUBCOMP)).isEmpty();
		this.rig.client.acknowledge(told.delivery());
		this.rig.client.acknowledge(told.delivery());
		assertThat(this.rig.broker.await(MqttPacketType.PUBCOMP, 1, Rig.LONG).get(0).reasonCode()).isZero();
		release(5);
		assertThat(this.rig.broker.await(MqttPacketType.PUBCOMP, 2, Rig.LONG).get(1).reasonCode()).isEqualTo(0x92);
		assertThat(this.rig.events.all(Received.class)).extracting((event) -> event.publish().qos())
			.containsExactly(2, 0);
		this.rig.broker.publish(message.dup(false));
		this.rig.broker.await(MqttPacketType.PUBREC, 3, Rig.LONG);
		release(5);
		awaitReceived(3);
		assertThat(this.rig.broker.packets(MqttPacketType.PUBACK)).isEmpty();
		assertThat(this.rig.broker.packets(MqttPacketType.PUBCOMP)).hasSize(2);
	}

	private void release(int packetId) {
		this.rig.broker.sendRaw(new byte[] { 0x62, 2, 0, (byte) packetId });
	}

	@Test
	void aMessageOfQos2IsAnsweredOnce() {
		this.rig.broker.publish(FakePublish.to("t").qos(2));
		awaitReceived(1);
		this.rig.client.acknowledge(this.rig.events.all(Received.class).get(0).publish().delivery());
		this.rig.broker.await(MqttPacketType.PUBCOMP, 1, Rig.LONG);
		this.rig.publish(1, 1);
		this.rig.settled(1);
		assertThat(this.rig.broker.packets(MqttPacketType.PUBREC)).hasSize(1);
		assertThat(this.rig.broker.packets(MqttPacketType.PUBCOMP)).hasSize(1);
	}

	@Test
	void theDuplicateFlagIsTold() {
		this.rig.broker.publish(FakePublish.to("t").qos(1).dup(true));
		this.rig.broker.publish(FakePublish.to("t").qos(1));
		awaitReceived(2);
		assertThat(this.rig.events.all(Received.class)).extracting((event) -> event.publish().duplicate())
			.containsExactly(true, false);
	}

	@Test
	void aListenerThatBlocksDoesNotStopTheReading() {
		CountDownLatch release = new CountDownLatch(1);
		try (Rig slow = new Rig()) {
			slow.open(new ForwardingEvents(slow.events) {

				@Override
				public void received(InboundPublish publish) {
					awaitQuietly(release);
					super.received(publish);
				}

			});
			Rig.await(() -> !slow.events.all().isEmpty());
			long before = slow.client.traffic().read();
			for (int i = 0; i < 100; i++) {
				slow.broker.publish(FakePublish.to("t").payload(new byte[1_000]));
			}
			Rig.await(() -> slow.client.traffic().read() - before >= 100_000);
			release.countDown();
			Rig.await(() -> slow.events.all(Received.class).size() == 100);
		}
	}

	@Test
	void aListenerThatThrowsHarmsNobody() {
		try (Rig bad = new Rig()) {
			bad.open(new ForwardingEvents(bad.events) {

				@Override
				public void received(InboundPublish publish) {
					super.received(publish);
					throw new IllegalStateException("a listener failed, as the test wants");
				}

			});
			Rig.await(() -> !bad.events.all().isEmpty());
			bad.broker.publish(FakePublish.to("t").qos(1));
			bad.broker.publish(FakePublish.to("t").qos(1));
			Rig.await(() -> bad.events.all(Received.class).size() == 2);
			Rig.calmDown();
			assertThat(bad.broker.packets(MqttPacketType.PUBACK)).isEmpty();
			assertThat(bad.events.has(Closed.class)).isFalse();
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
