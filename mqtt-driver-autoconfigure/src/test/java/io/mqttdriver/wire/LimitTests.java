package io.mqttdriver.wire;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.MqttSubscriptionRejectedException;
import io.mqttdriver.event.MqttSubscriptionRefusedEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.FakeConnack;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a CONNACK limits is kept: what can't be done fails by itself, with the reason, and
 * all else goes on. Nothing is ever done with less than was asked for.
 */
@Proof(Means.WIRE)
class LimitTests {

	private static WireDriver connected(Consumer<FakeConnack> limits) {
		WireDriver it = new WireDriver();
		it.broker.connack(limits);
		return it.connected();
	}

	private static void assertThatItFailsAlone(WireDriver it, MqttPublish publish, int reasonCode, String limit) {
		CompletableFuture<MqttPublishResult> before = it.driver.publish("before", "x");
		CompletableFuture<MqttPublishResult> refused = it.driver.publish(publish);
		CompletableFuture<MqttPublishResult> after = it.driver.publish("after", "x");
		MqttPublishRejectedException failure = it.failure(refused, MqttPublishRejectedException.class);
		assertThat(failure.reasonCode()).isEqualTo(reasonCode);
		assertThat(failure).hasMessageContaining("'" + publish.topic() + "'")
			.hasMessageContaining("was not sent")
			.hasMessageContaining("0x%02X".formatted(reasonCode))
			.hasMessageContaining(limit);
		assertThat(it.done(before).attempts()).isOne();
		assertThat(it.done(after).attempts()).isOne();
		assertThatNothingHappened(it);
		assertThat(it.published()).extracting(ReceivedPacket::topic).containsExactly("before", "after");
	}

	private static void assertThatNothingHappened(WireDriver it) {
		assertThat(it.status().state()).isEqualTo(MqttDriverState.CONNECTED);
		assertThat(it.status().rebuilds()).isZero();
		assertThat(it.broker.acceptedConnections()).isOne();
	}

	@Test
	@Fault("C12")
	void aHigherQosThanTheServersMaximumFailsAlone() {
		try (WireDriver it = connected((connack) -> connack.maximumQos(1))) {
			assertThatItFailsAlone(it, MqttPublish.to("refused").payload("x").qos(2).build(), 0x9B, "Maximum QoS");
			assertThat(it.published()).allMatch((publish) -> publish.qos() == 1);
		}
	}

	@Test
	@Fault("C12")
	void aServerOfQos0AloneTakesQos0Alone() {
		try (WireDriver it = connected((connack) -> connack.maximumQos(0))) {
			MqttPublishRejectedException failure = it.failure(it.driver.publish("refused", "x"),
					MqttPublishRejectedException.class);
			assertThat(failure.reasonCode()).isEqualTo(0x9B);
			assertThat(failure).hasMessageContaining("at most QoS 0");
			it.done(it.driver.publish(MqttPublish.to("taken").payload("x").qos(0).build()));
			assertThat(it.awaitPublished(1)).extracting(ReceivedPacket::topic).containsExactly("taken");
			assertThat(it.broker.packets(MqttPacketType.PUBLISH)).as("no test publish of QoS 1").hasSize(1);
			assertThatNothingHappened(it);
		}
	}

	@Test
	@Fault("C12")
	void aRetainedMessageFailsAloneWhereTheServerKeepsNone() {
		try (WireDriver it = connected((connack) -> connack.retainAvailable(false))) {
			assertThatItFailsAlone(it, MqttPublish.to("refused").payload("x").retained(true).build(), 0x9A,
					"Retain Available");
		}
	}

	@Test
	@Fault("C12")
	void aPacketLargerThanTheServersMaximumFailsAlone() {
		try (WireDriver it = connected((connack) -> connack.maximumPacketSize(200))) {
			assertThatItFailsAlone(it, MqttPublish.to("refused").payload(new byte[200]).build(), 0x95,
					"Maximum Packet Size");
		}
	}

	@Test
	@Fault("C12")
	void aPacketOfExactlyTheServersMaximumIsSentAndOneByteMoreIsNot() {
		try (WireDriver it = connected((connack) -> connack.maximumPacketSize(200))) {
			// fixed header 3, topic 2 + 1, packet id 2, properties 1
			it.done(it.driver.publish(MqttPublish.to("t").payload(new byte[191]).build()));
			it.failure(it.driver.publish(MqttPublish.to("t").payload(new byte[192]).build()),
					MqttPublishRejectedException.class);
			assertThat(it.published()).singleElement().satisfies((packet) -> assertThat(packet.payload()).hasSize(191));
		}
	}

	@Test
	@Fault("C12")
	void whatWasAcceptedInAnOutageFailsByTheLimitsOfTheServerThatIsFound() {
		try (WireDriver it = new WireDriver()) {
			it.broker.connack((connack) -> connack.maximumQos(1));
			CompletableFuture<MqttPublishResult> refused = it.driver
				.publish(MqttPublish.to("refused").payload("x").qos(2).build());
			CompletableFuture<MqttPublishResult> taken = it.driver.publish("taken", "x");
			it.connected();
			assertThat(it.failure(refused, MqttPublishRejectedException.class).reasonCode()).isEqualTo(0x9B);
			it.done(taken);
		}
	}

	@Test
	@Fault("C12")
	void theKeepAliveOfTheServerIsKept() {
		try (WireDriver it = connected((connack) -> connack.serverKeepAlive(Duration.ofSeconds(1)))) {
			List<ReceivedPacket> pings = it.broker.await(MqttPacketType.PINGREQ, 2, WireDriver.SOON);
			ReceivedPacket connect = it.broker.packets(MqttPacketType.CONNECT).get(0);
			assertThat(connect.connect().keepAlive()).isEqualTo(15);
			assertThat(Duration.ofNanos(pings.get(1).nanoTime() - connect.nanoTime()))
				.isLessThan(Duration.ofSeconds(7));
			assertThatNothingHappened(it);
		}
	}

	@Test
	@Fault("C12")
	void noTopicAliasIsSentWhateverTheServerTakes() {
		try (WireDriver it = connected((connack) -> connack.topicAliasMaximum(10))) {
			for (int i = 0; i < 3; i++) {
				it.done(it.driver.publish("same/topic", "x"));
			}
			assertThat(it.published()).hasSize(3).allSatisfy((packet) -> {
				assertThat(packet.topic()).isEqualTo("same/topic");
				assertThat(packet.properties()).doesNotContainKey("topicAlias");
			});
		}
	}

	@Test
	@Fault("C12")
	void aWildcardFailsAloneWhereTheServerHasNone() {
		assertThatTheFilterFailsAlone((connack) -> connack.wildcardAvailable(false), "a/+", 0xA2,
				"wildcard subscriptions not supported");
	}

	@Test
	@Fault("C12")
	void aSharedSubscriptionFailsAloneWhereTheServerHasNone() {
		assertThatTheFilterFailsAlone((connack) -> connack.sharedAvailable(false), "$share/group/a/b", 0x9E,
				"shared subscriptions not supported");
	}

	@Test
	@Fault("C12")
	void aFilterThatNoPacketOfTheServersSizeHoldsFailsAlone() {
		assertThatTheFilterFailsAlone((connack) -> connack.maximumPacketSize(200), "a/" + "x".repeat(200), 0x95,
				"packet too large");
	}

	private static void assertThatTheFilterFailsAlone(Consumer<FakeConnack> limits, String filter, int reasonCode,
			String reason) {
		try (WireDriver it = new WireDriver()) {
			it.broker.connack(limits);
			BlockingQueue<String> handled = new LinkedBlockingQueue<>();
			CompletableFuture<MqttSubscription> before = subscribe(it, filter, handled);
			CompletableFuture<MqttSubscription> served = subscribe(it, "plain", handled);
			it.connected();
			assertThatItIsRefused(it, before, filter, reasonCode, reason, 1);
			it.done(served);
			String another = filter.replace("a/", "b/");
			CompletableFuture<MqttSubscription> later = subscribe(it, another, handled);
			assertThatItIsRefused(it, later, another, reasonCode, reason, 2);
			it.done(it.driver.publish("plain", "served"));
			assertThat(take(handled)).isEqualTo("served");
			assertThat(it.broker.packets(MqttPacketType.SUBSCRIBE)).singleElement()
				.satisfies((packet) -> assertThat(packet.filters()).extracting(ReceivedPacket.Filter::filter)
					.containsExactly("plain"));
			assertThat(it.health().getDetails().get("refusedSubscriptions")).asString().contains(filter);
			assertThatNothingHappened(it);
		}
	}

	private static CompletableFuture<MqttSubscription> subscribe(WireDriver it, String filter,
			BlockingQueue<String> handled) {
		MqttSubscribe.Builder<String> subscribe = filter.startsWith("$share/")
				? MqttSubscribe.to(filter.split("/", 3)[2], String.class).group(filter.split("/", 3)[1])
				: MqttSubscribe.to(filter, String.class);
		return it.driver.subscribe(subscribe.handler((message) -> handled.add(message.getPayload())).build());
	}

	private static void assertThatItIsRefused(WireDriver it, CompletableFuture<MqttSubscription> future, String filter,
			int reasonCode, String reason, int events) {
		MqttSubscriptionRejectedException failure = it.failure(future, MqttSubscriptionRejectedException.class);
		assertThat(failure.reasonCode()).isEqualTo(reasonCode);
		assertThat(failure).hasMessageContaining(reason);
		WireDriver.until(() -> assertThat(it.events(MqttSubscriptionRefusedEvent.class)).hasSize(events)
			.last()
			.satisfies((event) -> {
				assertThat(event.getFilter()).isEqualTo(filter);
				assertThat(event.getReasonCode()).isEqualTo(reasonCode);
			}));
	}

	private static String take(BlockingQueue<String> queue) {
		try {
			return queue.poll(WireDriver.SOON.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	@Fault("C12")
	void withoutSubscriptionIdentifiersFiltersAreServedByTheirTopics() {
		try (WireDriver it = new WireDriver()) {
			it.broker.connack((connack) -> connack.subscriptionIdentifiersAvailable(false));
			BlockingQueue<String> one = new LinkedBlockingQueue<>();
			BlockingQueue<String> two = new LinkedBlockingQueue<>();
			subscribe(it, "one/+", one);
			subscribe(it, "two/+", two);
			it.connected();
			it.done(it.driver.publish("one/x", "first"));
			it.done(it.driver.publish("two/x", "second"));
			assertThat(take(one)).isEqualTo("first");
			assertThat(take(two)).isEqualTo("second");
			assertThat(it.broker.packets(MqttPacketType.SUBSCRIBE))
				.allSatisfy((packet) -> assertThat(packet.subscriptionIdentifier()).isNull());
			assertThatNothingHappened(it);
		}
	}

}
