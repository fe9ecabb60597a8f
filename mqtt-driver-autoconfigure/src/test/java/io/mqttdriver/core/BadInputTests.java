package io.mqttdriver.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What is wrong is refused at the call, or ends as a dead letter; the connection lives
 * on.
 */
class BadInputTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final FakeMqttBroker broker = FakeMqttBroker.start();

	private final MqttDriver driver = MqttDriver.builder()
		.uris(this.broker.uri())
		.listenerRetryMaxRetries(1)
		.listenerRetryInitialInterval(Duration.ofMillis(1))
		.listenerDeadLetterTopic("dlt/{topic}")
		.build();

	private final BlockingQueue<Object> handled = new LinkedBlockingQueue<>();

	@BeforeEach
	void connect() throws Exception {
		this.driver.connect().get(10, TimeUnit.SECONDS);
	}

	@AfterEach
	void stillConnected() throws Exception {
		assertThat(this.broker.acceptedConnections()).isOne();
		assertThat(this.driver.status().state()).isEqualTo(MqttDriverState.CONNECTED);
		assertThat(this.driver.publish("alive", "x").get(10, TimeUnit.SECONDS).reasonCode()).isZero();
		((DefaultMqttDriver) this.driver).close();
		this.broker.close();
	}

	@ParameterizedTest
	@MethodSource("badPublishes")
	@Fault("P9")
	@Proof(Means.UNIT)
	void aBadPublishIsRefusedAtTheCall(ThrowingCallable call, String named) {
		assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(named);
	}

	static Stream<Arguments> badPublishes() {
		String tooLong = "x".repeat(65_536);
		return Stream.of(bad("wildcard +", () -> MqttPublish.to("a/+/b"), "a/+/b"),
				bad("wildcard #", () -> MqttPublish.to("a/#"), "a/#"),
				bad("empty topic", () -> MqttPublish.to(""), "\"\""),
				bad("NUL", () -> MqttPublish.to("a\0b"), "a\\u0000b"),
				bad("lone surrogate", () -> MqttPublish.to("a\ud800b"), "\\uD800"),
				bad("long topic", () -> MqttPublish.to(tooLong), "65536"),
				bad("null payload", () -> MqttPublish.to("t").payload(null), "'t'"),
				bad("no payload", () -> MqttPublish.to("t").build(), "'t'"),
				bad("QoS 3", () -> MqttPublish.to("t").qos(3), "3"),
				bad("QoS -1", () -> MqttPublish.to("t").qos(-1), "-1"),
				bad("long property", () -> MqttPublish.to("t").userProperty("k", tooLong), "65536"),
				bad("surrogate in property", () -> MqttPublish.to("t").userProperty("k\udc00", "v"), "\\uDC00"),
				bad("long correlation data", () -> MqttPublish.to("t").correlationData(new byte[65_536]), "65536"),
				bad("response topic", () -> MqttPublish.to("t").responseTopic("r/#"), "r/#"),
				bad("null topic", () -> MqttPublish.to(null), "null"),
				bad("null content type", () -> MqttPublish.to("t").contentType(null), "content type"),
				bad("null response topic", () -> MqttPublish.to("t").responseTopic(null), "null"),
				bad("null correlation data", () -> MqttPublish.to("t").correlationData(null), "correlation data"),
				bad("null expiry", () -> MqttPublish.to("t").messageExpiry(null), "message expiry"),
				bad("null property name", () -> MqttPublish.to("t").userProperty(null, "v"), "user property name"),
				bad("null property value", () -> MqttPublish.to("t").userProperty("k", null), "user property 'k'"),
				bad("no expiry at all", () -> MqttPublish.to("t").messageExpiry(Duration.ZERO), "PT0S"),
				bad("null filter", () -> MqttSubscribe.to(null, String.class), "null"),
				bad("filter", () -> MqttSubscribe.to("a+/b", String.class), "a+/b"),
				bad("filter with # in the middle", () -> MqttSubscribe.to("a/#/b", String.class), "a/#/b"),
				bad("share name", () -> MqttSubscribe.to("a", String.class).group("g/h"), "g/h"));
	}

	private static Arguments bad(String name, ThrowingCallable call, String named) {
		return arguments(Named.of(name, call), named);
	}

	@Test
	void aMissingArgumentIsRefusedAtTheCall() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.driver.publish(null))
			.withMessageContaining("publish");
		assertThatIllegalArgumentException().isThrownBy(() -> this.driver.subscribe(null))
			.withMessageContaining("subscribe");
		assertThatIllegalArgumentException().isThrownBy(() -> this.driver.subscribe("in", null, (message) -> {
		})).withMessageContaining("'in'").withMessageContaining("String.class");
		assertThatIllegalArgumentException().isThrownBy(() -> this.driver.unsubscribe(null))
			.withMessageContaining("unsubscribe");
	}

	@Test
	void unsubscribingFromAMalformedFilterIsRefusedAtTheCall() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.driver.unsubscribe("a/#/b"))
			.withMessageContaining("a/#/b");
	}

	@Test
	void aPayloadThatNoConverterWritesIsRefusedAtTheCall() {
		Object endless = new Endless();
		assertThatIllegalArgumentException().isThrownBy(() -> this.driver.publish("t", endless))
			.withMessageContaining(Endless.class.getName());
	}

	@ParameterizedTest
	@MethodSource("badPayloads")
	void aBadPayloadEndsAsDeadLetter(byte[] payload) throws Exception {
		this.driver.subscribe("in", Reading.class, (message) -> this.handled.add(message.getPayload()))
			.get(10, TimeUnit.SECONDS);
		this.broker.publish(FakePublish.to("in").qos(1).packetId(7).payload(payload));
		ReceivedPacket letter = this.broker.awaitPacket((packet) -> "dlt/in".equals(packet.topic()), SOON);
		assertThat(letter.payload()).isEqualTo(payload);
		assertThat(letter.userProperty("mqtt-driver-topic")).isEqualTo("in");
		this.broker.await(MqttPacketType.PUBACK, 1, SOON);
		assertThat(this.handled).isEmpty();
	}

	static List<Arguments> badPayloads() {
		String deep = "[".repeat(10_000) + "]".repeat(10_000);
		return List.of(arguments(Named.of("malformed", "{\"celsius\":".getBytes())),
				arguments(Named.of("10,000 deep", deep.getBytes())),
				arguments(Named.of("10,000 deep in an unknown field", ("{\"x\":" + deep + "}").getBytes())),
				arguments(Named.of("a number of 100,000 digits",
						("{\"celsius\":" + "9".repeat(100_000) + "}").getBytes())),
				arguments(Named.of("no JSON at all", new byte[] { 0, -1, 7 })));
	}

	@Test
	void aHandlerThatThrowsAnErrorIsRetriedAndDeadLettered() {
		this.driver.subscribe("in", Reading.class, (message) -> {
			this.handled.add(message.getPayload());
			throw new StackOverflowError("deep");
		}).join();
		this.broker.publish(FakePublish.to("in").qos(1).packetId(7).payload("{\"celsius\":1}"));
		ReceivedPacket letter = this.broker.awaitPacket((packet) -> "dlt/in".equals(packet.topic()), SOON);
		assertThat(letter.userProperty("mqtt-driver-exception")).isEqualTo(StackOverflowError.class.getName());
		assertThat(letter.userProperty("mqtt-driver-attempts")).isEqualTo("2");
		assertThat(this.handled).hasSize(2);
		this.broker.await(MqttPacketType.PUBACK, 1, SOON);
	}

	record Reading(double celsius) {
	}

	static class Endless {

		public Endless getSelf() {
			return this;
		}

	}

}
