package io.mqttdriver.wire;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.MqttSubscriptionRejectedException;
import io.mqttdriver.event.MqttConnectionLostEvent;
import io.mqttdriver.event.MqttRebuildFailedEvent;
import io.mqttdriver.event.MqttSubscriptionRefusedEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakeMqttBroker;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Subscriptions that are refused, many, not answered, or kept by the server.
 */
@Proof(Means.WIRE)
class SubscribingTests {

	private static final int FILTERS = 10_000;

	/** Fixed header, packet identifier, a subscription identifier of one byte. */
	private static final int HEADER = 3 + 2 + 3;

	private final Map<String, List<String>> handled = new ConcurrentHashMap<>();

	private static WireDriver quick() {
		return new WireDriver(
				(settings) -> settings.reconnectMinInterval(Duration.ZERO).reconnectStableAfter(Duration.ZERO));
	}

	private CompletableFuture<MqttSubscription> subscribe(WireDriver wire, String filter) {
		List<String> payloads = this.handled.computeIfAbsent(filter, (key) -> new CopyOnWriteArrayList<>());
		return wire.driver.subscribe(filter, String.class, (message) -> payloads.add(message.getPayload()));
	}

	private void assertHandled(String filter, String... payloads) {
		WireDriver.until(() -> assertThat(this.handled.get(filter)).containsExactly(payloads));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2 })
	@Fault("L11")
	void aRefusedFilterIsReportedTheOthersWorkAndItIsTriedAgainWithTheNextRebuild(int reasonCode) {
		try (WireDriver wire = quick()) {
			refuse(wire.broker, "secret/#", reasonCode);
			CompletableFuture<MqttSubscription> granted = subscribe(wire, "open/#");
			CompletableFuture<MqttSubscription> refused = subscribe(wire, "secret/#");
			wire.connected();
			assertThat(wire.done(granted).grantedQos()).isOne();
			assertThat(wire.failure(refused, MqttSubscriptionRejectedException.class).reasonCode())
				.isEqualTo(reasonCode);
			assertRefused(wire, reasonCode, 1);
			wire.broker.publish(FakePublish.to("open/a").payload("one"));
			assertHandled("open/#", "one");
			wire.broker.rstAll();
			wire.awaitRebuilds(1);
			assertRefused(wire, reasonCode, 2);
			wire.broker.publish(FakePublish.to("open/a").payload("two"));
			assertHandled("open/#", "one", "two");
			wire.broker.on(MqttPacketType.SUBSCRIBE, Answer.normal());
			wire.broker.rstAll();
			wire.awaitRebuilds(2);
			assertThat(wire.health().getStatus()).isEqualTo(Status.UP);
			assertThat(wire.events(MqttSubscriptionRefusedEvent.class)).hasSize(2);
			wire.broker.publish(FakePublish.to("secret/a").payload("at last"));
			assertHandled("secret/#", "at last");
		}
	}

	private static void refuse(FakeMqttBroker broker, String filter, int reasonCode) {
		broker.on(MqttPacketType.SUBSCRIBE,
				Answer.of((subscribe) -> Answer.reasonCode(subscribe.filters()
					.stream()
					.mapToInt((one) -> one.filter().equals(filter) ? reasonCode : one.qos())
					.toArray())));
	}

	private static void assertRefused(WireDriver wire, int reasonCode, int times) {
		WireDriver.until(() -> assertThat(wire.events(MqttSubscriptionRefusedEvent.class)).hasSize(times));
		assertThat(wire.events(MqttSubscriptionRefusedEvent.class)).allSatisfy((event) -> {
			assertThat(event.getFilter()).isEqualTo("secret/#");
			assertThat(event.getReasonCode()).isEqualTo(reasonCode);
		});
		assertThat(wire.status().state()).isEqualTo(MqttDriverState.CONNECTED);
		assertThat(wire.health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(wire.health().getDetails()).containsEntry("refusedSubscriptions", List.of("secret/#"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 268_435_460, 2_000 })
	@Fault("L12")
	void tenThousandFiltersTakeAsFewPacketsAsGroupsAndPacketSizeAllow(int maximumPacketSize) {
		try (WireDriver wire = quick()) {
			wire.broker.connack((connack) -> connack.maximumPacketSize(maximumPacketSize));
			List<String> filters = IntStream.range(0, FILTERS - 1)
				.mapToObj((i) -> String.format("f/%05d/x", i))
				.collect(Collectors.toCollection(ArrayList::new));
			filters.add("f/#");
			filters.forEach((filter) -> wire.driver.subscribe(filter, String.class, (message) -> {
			}));
			wire.connected();
			wire.broker.rstAll();
			wire.awaitRebuilds(1);
			List<ReceivedPacket> again = wire.broker.packets(MqttPacketType.SUBSCRIBE)
				.stream()
				.filter((packet) -> packet.connection() == 2)
				.toList();
			assertThat(again.stream().flatMap((packet) -> packet.filters().stream()))
				.extracting(ReceivedPacket.Filter::filter)
				.containsExactlyInAnyOrderElementsOf(filters);
			assertThat(again).allSatisfy((packet) -> assertThat(size(packet)).isLessThanOrEqualTo(maximumPacketSize));
			int perPacket = (maximumPacketSize - HEADER) / (3 + "f/00000/x".length());
			int packets = (FILTERS - 1 + perPacket - 1) / perPacket;
			assertThat(again).as("one group of all but one, one of one").hasSize(packets + 1);
			assertThat(again.stream().map(ReceivedPacket::subscriptionIdentifier).distinct()).hasSize(2);
		}
	}

	private static int size(ReceivedPacket subscribe) {
		return HEADER + subscribe.filters()
			.stream()
			.mapToInt((one) -> 3 + one.filter().getBytes(StandardCharsets.UTF_8).length)
			.sum();
	}

	@Test
	@Fault("L13")
	void withoutASubackTheAttemptFailsAtTheConnectTimeout() {
		Duration timeout = Duration.ofMillis(500);
		try (WireDriver wire = new WireDriver((settings) -> settings.connectTimeout(timeout))) {
			wire.broker.onNext(MqttPacketType.SUBSCRIBE, Answer.ignore());
			CompletableFuture<MqttSubscription> subscription = subscribe(wire, "in/#");
			wire.connected();
			assertThat(wire.done(subscription).grantedQos()).isOne();
			assertThat(wire.events(MqttRebuildFailedEvent.class)).singleElement()
				.satisfies((event) -> assertThat(event.getCause())
					.hasMessageContaining("no SUBACK or UNSUBACK within mqtt.driver.connect-timeout"));
			assertThat(wire.events(MqttConnectionLostEvent.class)).as("it never was connected").isEmpty();
			long asked = wire.broker.packets(MqttPacketType.SUBSCRIBE).get(0).nanoTime();
			long next = wire.broker.packets(MqttPacketType.CONNECT).get(1).nanoTime();
			assertThat(Duration.ofNanos(next - asked)).isGreaterThanOrEqualTo(timeout.minusMillis(50));
			assertThat(wire.broker.acceptedConnections()).isEqualTo(2);
			wire.broker.publish(FakePublish.to("in/a").payload("x"));
			assertHandled("in/#", "x");
		}
	}

	@Test
	@Fault("L13")
	void withoutAnUnsubackTheConnectionIsGivenUpAtTheConnectTimeout() {
		Duration timeout = Duration.ofMillis(500);
		try (WireDriver wire = new WireDriver((settings) -> settings.connectTimeout(timeout))) {
			wire.broker.on(MqttPacketType.UNSUBSCRIBE, Answer.ignore());
			CompletableFuture<MqttSubscription> subscription = subscribe(wire, "in/#");
			wire.connected();
			long begun = System.nanoTime();
			CompletableFuture<Void> cancelled = wire.done(subscription).cancel();
			wire.awaitRebuilds(1);
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(timeout);
			wire.done(cancelled);
			assertThat(wire.events(MqttConnectionLostEvent.class)).singleElement()
				.satisfies((event) -> assertThat(event.getCause())
					.hasMessageContaining("no SUBACK or UNSUBACK within mqtt.driver.connect-timeout"));
			assertThat(wire.broker.packets(MqttPacketType.SUBSCRIBE)).as("it is wanted no more").hasSize(1);
		}
	}

	@Test
	@Fault("L14")
	void messagesOfAKeptSessionWaitForTheirListenersAndAreRoutedByTopic() {
		try (WireDriver wire = kept()) {
			wire.broker.connack((connack) -> connack.sessionPresent(true));
			wire.broker.onNext(MqttPacketType.CONNECT,
					Answer.normal().then(early("in/a", 1, 4711)).then(early("in/b", 2, 4711)));
			wire.connected();
			subscribe(wire, "in/a");
			wire.done(subscribe(wire, "in/b"));
			assertThat(wire.broker.packets(MqttPacketType.PUBACK)).isEmpty();
			assertThat(this.handled).containsEntry("in/a", List.of()).containsEntry("in/b", List.of());
			wire.driver.listenerGateway().started();
			assertHandled("in/a", "1");
			assertHandled("in/b", "2");
			assertAcknowledgedInOrder(wire);
		}
	}

	@Test
	@Fault("L14")
	void afterARebuildMessagesWithTheIdentifiersOfTheClientBeforeAreRoutedByTopicToo() {
		try (WireDriver wire = kept()) {
			wire.driver.listenerGateway().started();
			List.of("in/#", "in/a", "in/b").forEach((filter) -> subscribe(wire, filter));
			wire.connected();
			int[] old = wire.broker.packets(MqttPacketType.SUBSCRIBE)
				.stream()
				.mapToInt(ReceivedPacket::subscriptionIdentifier)
				.toArray();
			assertThat(old).hasSize(2);
			wire.broker.connack((connack) -> connack.sessionPresent(true));
			wire.broker.onNext(MqttPacketType.CONNECT,
					Answer.normal().then(early("in/a", 1, old)).then(early("in/b", 2, 4711)));
			wire.broker.rstAll();
			wire.awaitRebuilds(1);
			assertHandled("in/#", "1", "2");
			assertHandled("in/a", "1");
			assertHandled("in/b", "2");
			assertAcknowledgedInOrder(wire);
		}
	}

	private static void assertAcknowledgedInOrder(WireDriver wire) {
		assertThat(wire.broker.await(MqttPacketType.PUBACK, 2, WireDriver.SOON))
			.extracting(ReceivedPacket::packetId, ReceivedPacket::reasonCode)
			.containsExactly(tuple(1, 0), tuple(2, 0));
	}

	private static Answer early(String topic, int packetId, int... identifiers) {
		return Answer.publish(FakePublish.to(topic)
			.qos(1)
			.packetId(packetId)
			.payload(String.valueOf(packetId))
			.subscriptionIdentifiers(identifiers));
	}

	private static WireDriver kept() {
		return new WireDriver((settings) -> settings.sessionExpiry(Duration.ofHours(1)).awaitListeners(true));
	}

}
