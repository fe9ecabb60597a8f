package io.mqttdriver.engine.paho;

import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import io.mqttdriver.engine.RecordingEvents.Answered;
import io.mqttdriver.engine.RecordingEvents.Lost;
import io.mqttdriver.engine.RecordingEvents.Settled;
import io.mqttdriver.engine.WireSubscription;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What goes out.
 */
class PahoPublishTests {

	private final Rig rig = new Rig();

	@AfterEach
	void end() {
		this.rig.close();
	}

	private static OutboundPublish with(PublishProperties properties) {
		return new OutboundPublish("topic", new byte[1], 1, false, properties);
	}

	private static PublishProperties userProperty(String name, String value) {
		return new PublishProperties(false, null, null, null, null, List.of(new UserProperty(name, value)));
	}

	@Test
	void whatPahoCanNotEncodeFailsAlone() {
		this.rig.connect();
		List<OutboundPublish> poison = List.of(with(userProperty("a", "bell\u0007")),
				with(userProperty("a\uD800", "b")), with(userProperty("a", "x".repeat(70_000))),
				Rig.message("t".repeat(70_000), 1, new byte[0]), Rig.message("bell\u0007", 0, new byte[0]),
				with(new PublishProperties(false, null, null, null, new byte[70_000], List.of())),
				with(new PublishProperties(false, null, "\uFFFE", null, null, List.of())),
				new OutboundPublish("topic", null, 1, false, PublishProperties.NONE));
		for (int token = 0; token < poison.size(); token++) {
			this.rig.publish(100 + token, 1);
			this.rig.client.publish(token, poison.get(token));
			assertThat(this.rig.settled(token)).isEqualTo(0x99);
		}
		IntStream.range(0, poison.size()).forEach((i) -> assertThat(this.rig.settled(100 + i)).isZero());
		assertThat(this.rig.events.has(Lost.class)).isFalse();
		assertThat(this.rig.broker.packets(MqttPacketType.PUBLISH)).hasSize(poison.size());
	}

	@Test
	void whatTheServerDoesNotTakeFailsAloneAndIsNeverSentWithLess() {
		this.rig.broker.connack((connack) -> connack.maximumQos(1).retainAvailable(false));
		this.rig.connect();
		this.rig.publish(1, 2);
		assertThat(this.rig.settled(1)).isEqualTo(0x9B);
		this.rig.client.publish(2, new OutboundPublish("topic", new byte[0], 1, true, PublishProperties.NONE));
		assertThat(this.rig.settled(2)).isEqualTo(0x9A);
		this.rig.publish(3, 1);
		assertThat(this.rig.settled(3)).isZero();
		assertThat(this.rig.broker.packets(MqttPacketType.PUBLISH)).hasSize(1);
	}

	@Test
	void aFilterThatPahoCanNotEncodeIsAnsweredAlone() {
		this.rig.connect();
		this.rig.client.subscribe(1, 0,
				List.of(new WireSubscription("bell\u0007", 1, 0), new WireSubscription("b", 1, 0)));
		Rig.await(() -> this.rig.events.has(Answered.class));
		assertThat(this.rig.events.all(Answered.class)).containsExactly(new Answered(1, List.of(0x8F, 0x8F)));
		this.rig.publish(1, 1);
		assertThat(this.rig.settled(1)).isZero();
	}

	@Test
	void codesThatPahoDoesNotKnowAreToldAndTheConnectionLives() {
		this.rig.broker.onNext(MqttPacketType.PUBLISH, Answer.of((packet) -> puback(packet, 0x91, "in use")),
				Answer.of((packet) -> puback(packet, 0xC0, "")));
		this.rig.connect();
		this.rig.publish(1, 1);
		assertThat(this.rig.settled(1)).isEqualTo(0x91);
		this.rig.publish(2, 1);
		assertThat(this.rig.settled(2)).isEqualTo(0xC0);
		this.rig.publish(3, 1);
		assertThat(this.rig.settled(3)).isZero();
		assertThat(this.rig.events.all(Settled.class).get(0).reason()).isEqualTo("in use");
	}

	private static Answer puback(ReceivedPacket packet, int code, String reason) {
		byte[] text = reason.getBytes();
		byte[] bytes = new byte[6 + ((text.length > 0) ? 3 + text.length : 0)];
		bytes[0] = 0x40;
		bytes[1] = (byte) (bytes.length - 2);
		bytes[2] = (byte) (packet.packetId() >> 8);
		bytes[3] = (byte) packet.packetId();
		bytes[4] = (byte) code;
		bytes[5] = (byte) (bytes.length - 6);
		if (text.length > 0) {
			bytes[6] = 0x1F;
			bytes[8] = (byte) text.length;
			System.arraycopy(text, 0, bytes, 9, text.length);
		}
		return Answer.raw(bytes);
	}

	@Test
	void aRefusalInThePubcompIsTold() {
		this.rig.broker.onNext(MqttPacketType.PUBREL, Answer.reasonCode(0x92));
		this.rig.connect();
		this.rig.publish(1, 2);
		assertThat(this.rig.settled(1)).isEqualTo(0x92);
	}

	@Test
	void qos0IsSettledOnlyWhenTheSocketTookIt() {
		this.rig.connect();
		this.rig.broker.stallAll();
		for (int token = 0; token < 40; token++) {
			this.rig.client.publish(token, Rig.message("t", 0, new byte[500_000]));
		}
		this.rig.publish(40, 0);
		PahoEndTests.awaitBlockedWriter(this.rig);
		assertThat(this.rig.events.all(Settled.class)).extracting(Settled::token).doesNotContain(40L);
		long written = this.rig.client.traffic().written();
		assertThat(this.rig.events.all(Settled.class)).hasSizeLessThanOrEqualTo((int) (written / 500_000));
		this.rig.broker.resumeAll();
		Rig.calmDown();
		Rig.calmDown();
		Rig.calmDown();
		assertThat(this.rig.settled(40)).isZero();
		assertThat(this.rig.events.all(Settled.class)).hasSize(41);
		assertThat(this.rig.client.traffic().written()).isEqualTo(this.rig.client.traffic().submitted());
	}

	@Test
	void progressIsSeenWithinALargePublish() {
		this.rig.connect();
		this.rig.broker.stallAll();
		long before = this.rig.client.traffic().lastWriteNanos();
		this.rig.client.publish(1, Rig.message("t", 1, new byte[30_000_000]));
		Rig.await(() -> this.rig.client.traffic().lastWriteNanos() > before);
		assertThat(this.rig.client.traffic().written()).isLessThan(this.rig.client.traffic().submitted());
	}

	@Test
	void nothingIsKeptInFiles() {
		Set<String> before = Set.of(new File(".").list());
		this.rig.broker.on(MqttPacketType.PUBLISH, Answer.ignore());
		this.rig.connect();
		this.rig.publish(1, 1);
		this.rig.broker.await(MqttPacketType.PUBLISH, 1, Rig.LONG);
		assertThat(new File(".").list()).containsExactlyInAnyOrderElementsOf(before);
	}

	@Test
	void theLastOfTheWindowIsSentWhileTheOthersAreOpen() {
		this.rig.broker.connack((connack) -> connack.receiveMaximum(3));
		this.rig.broker.on(MqttPacketType.PUBLISH, Answer.ignore());
		assertThat(this.rig.connect().limits().window()).isEqualTo(3);
		for (int token = 1; token <= 3; token++) {
			this.rig.publish(token, 1);
			this.rig.broker.await(MqttPacketType.PUBLISH, token, Rig.LONG);
		}
		assertThat(this.rig.events.has(Lost.class)).isFalse();
	}

	@Test
	void aFullWindowOfEveryQosNeverOverruns() {
		this.rig.broker.connack((connack) -> connack.receiveMaximum(7));
		int window = this.rig.connect().limits().window();
		int count = 600;
		for (int token = 0; token < count; token++) {
			int open = token - window + 1;
			Rig.await(() -> this.rig.events.has(Lost.class) || this.rig.events.all().size() > open);
			this.rig.publish(token, token % 3);
		}
		Rig.await(() -> this.rig.events.has(Lost.class) || this.rig.events.all(Settled.class).size() == count);
		assertThat(this.rig.events.all(Settled.class)).hasSize(count).allMatch((event) -> event.reasonCode() == 0);
	}

}
