package io.mqttdriver.wire;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.WirePublish;
import io.mqttdriver.event.MqttConnectionLostEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that fall silent, break off or get slow.
 */
@Proof(Means.WIRE)
class DeadLinkTests {

	private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

	/** For the rebuild, and for what else this machine has to do. */
	private static final Duration SLACK = Duration.ofSeconds(5);

	private static final byte[] PINGRESP = { (byte) 0xD0, 0 };

	private final List<String> handled = new CopyOnWriteArrayList<>();

	private final WireDriver wire = new WireDriver((settings) -> settings.keepAlive(KEEP_ALIVE)
		.publishTimeout(Duration.ofMillis(400))
		.reconnectMinInterval(Duration.ZERO)
		.reconnectStableAfter(Duration.ZERO));

	private volatile boolean slow = true;

	@AfterEach
	void end() {
		this.wire.close();
	}

	private void connect() {
		this.wire.driver.subscribe("in/#", String.class, (message) -> this.handled.add(message.getPayload()));
		this.wire.connected();
	}

	private MqttConnectionLostEvent rebuiltOnce() {
		this.wire.awaitRebuilds(1);
		this.wire.broker.publish(FakePublish.to("in/after").payload("after"));
		WireDriver.until(() -> assertThat(this.handled).containsExactly("after"));
		assertThat(this.wire.events(MqttConnectionLostEvent.class)).hasSize(1);
		assertThat(this.wire.broker.acceptedConnections()).isEqualTo(2);
		assertThat(this.wire.broker.packets(MqttPacketType.SUBSCRIBE)).hasSize(2);
		return this.wire.events(MqttConnectionLostEvent.class).get(0);
	}

	@Test
	@Fault("L2")
	void aPeerThatFellSilentIsFoundByThePublishWithoutProgress() {
		connect();
		this.wire.broker.stallAll();
		long begun = System.nanoTime();
		CompletableFuture<MqttPublishResult> publish = this.wire.driver.publish("out", "x");
		WireDriver.until(() -> assertThat(this.wire.events(MqttConnectionLostEvent.class)).hasSize(1));
		assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(Duration.ofMillis(400).toNanos());
		assertThat(this.wire.done(publish).attempts()).isEqualTo(2);
		assertThat(rebuiltOnce().getCause()).hasMessageContaining("mqtt.driver.publish.timeout");
	}

	@Test
	@Fault("L2")
	void aPeerThatFellSilentIsFoundAfterOneAndAHalfKeepAlivesWhenIdle() {
		connect();
		long begun = System.nanoTime();
		this.wire.broker.stallAll();
		MqttConnectionLostEvent lost = rebuiltOnce();
		assertThat(lost.getCause()).hasMessageContaining("mqtt.driver.keep-alive");
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(KEEP_ALIVE,
				KEEP_ALIVE.multipliedBy(3).dividedBy(2).plus(SLACK));
	}

	@ParameterizedTest
	@EnumSource
	@Fault("L3")
	void anEndInTheMiddleOfAPacketIsALoss(End end) {
		connect();
		byte[] packet = WirePublish.of("in/cut", 1, 7, "never whole");
		byte[] part = Arrays.copyOf(packet, packet.length - 3);
		this.wire.broker.now(Answer.raw(part).then(Answer.delay(Duration.ofMillis(20), end.answer.get())));
		rebuiltOnce();
	}

	@Test
	@Fault("L3")
	void aByteNowAndThenIsALoss() {
		connect();
		byte[] packet = WirePublish.of("in/drip", 1, 7, "x".repeat(1_000));
		long begun = System.nanoTime();
		this.wire.broker.now(slowly(packet, 1, Duration.ofMillis(100)));
		assertThat(rebuiltOnce().getCause()).hasMessageContaining("mqtt.driver.keep-alive");
		assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(KEEP_ALIVE.toNanos());
	}

	@Test
	@Fault("L3")
	void aSlowPacketThatEndsIsNoLoss() {
		connect();
		String payload = "x".repeat(5_000);
		this.wire.broker.now(slowly(WirePublish.of("in/slow", 1, 7, payload), 100, Duration.ofMillis(50)));
		WireDriver.until(() -> assertThat(this.handled).containsExactly(payload));
		this.slow = false;
		this.wire.broker.await(MqttPacketType.PUBACK, 1, WireDriver.SOON);
		assertThat(this.wire.broker.await(MqttPacketType.PINGREQ, 1, WireDriver.SOON)).isNotEmpty();
		assertThat(this.wire.status().rebuilds()).isZero();
		assertThat(this.wire.events(MqttConnectionLostEvent.class)).isEmpty();
		assertThat(this.wire.broker.acceptedConnections()).isOne();
	}

	/**
	 * So many bytes at a time. A PINGREQ is answered behind them: packets have an end.
	 */
	private Answer slowly(byte[] packet, int bytes, Duration pause) {
		this.wire.broker.on(MqttPacketType.PINGREQ,
				Answer.of((ping) -> this.slow && ping.connection() == 1 ? Answer.ignore() : Answer.normal()));
		Answer answer = Answer.ignore();
		for (int at = 0; at < packet.length; at += bytes) {
			byte[] part = Arrays.copyOfRange(packet, at, Math.min(packet.length, at + bytes));
			answer = answer.then(Answer.delay(pause, Answer.raw(part)));
		}
		return answer.then(Answer.raw(PINGRESP));
	}

	private enum End {

		FIN(Answer::fin), RST(Answer::rst);

		private final Supplier<Answer> answer;

		End(Supplier<Answer> answer) {
			this.answer = answer;
		}

	}

}
