package io.mqttdriver.wire;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.inbound.InboundHandler;
import io.mqttdriver.listener.ListenerDefinition;
import io.mqttdriver.listener.ListenerDefinition.Retain;
import io.mqttdriver.subscription.SubscriptionStatus;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import io.mqttdriver.test.ReceivedPacket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Filters that match one topic, and how brokers serve them.
 */
@Proof(Means.WIRE)
@ExtendWith(OutputCaptureExtension.class)
class OverlapTests {

	private static final String COVERING = "in/#";

	private static final String COVERED = "in/+/b";

	private static final String OTHER = "in/a/#";

	private final Map<String, List<String>> handled = new ConcurrentHashMap<>();

	private final WireDriver wire = new WireDriver();

	@AfterEach
	void end() {
		this.wire.close();
	}

	private void connect(String... filters) {
		for (String filter : filters) {
			List<String> payloads = this.handled.computeIfAbsent(filter, (key) -> new CopyOnWriteArrayList<>());
			this.wire.driver.subscribe(filter, String.class, (message) -> payloads.add(message.getPayload()));
		}
		this.wire.connected();
	}

	private int[] identifiers() {
		return this.wire.broker.packets(MqttPacketType.SUBSCRIBE)
			.stream()
			.mapToInt(ReceivedPacket::subscriptionIdentifier)
			.toArray();
	}

	private void send(String payload, int... identifiers) {
		this.wire.broker.publish(FakePublish.to("in/a/b").qos(1).payload(payload).subscriptionIdentifiers(identifiers));
	}

	/** The acknowledgements are the last that happens. */
	private void assertEachGot(int copies, String... payloads) {
		this.wire.broker.await(MqttPacketType.PUBACK, copies, WireDriver.SOON);
		assertThat(this.handled).allSatisfy((filter, got) -> assertThat(got).as(filter).containsExactly(payloads));
	}

	@Test
	@Fault("H6")
	void overlappingFiltersGoOutInPacketsOfTheirOwnWithAnIdentifierEach() {
		connect(COVERING, COVERED, OTHER, "elsewhere");
		assertThat(this.wire.broker.packets(MqttPacketType.SUBSCRIBE)).hasSize(3);
		assertThat(identifiers()).doesNotHaveDuplicates();
	}

	@Test
	@Fault("H6")
	void aCopyForEachFilterWithItsIdentifierGoesToItsMethodAlone() {
		connect(COVERING, COVERED, OTHER);
		for (int identifier : identifiers()) {
			send("one", identifier);
		}
		assertEachGot(3, "one");
	}

	@Test
	@Fault("H6")
	void oneCopyWithAllIdentifiersGoesToEachMethodOnce() {
		connect(COVERING, COVERED, OTHER);
		send("one", identifiers());
		send("two", identifiers());
		assertEachGot(2, "one", "two");
	}

	@Test
	@Fault("H6")
	void oneCopyWithoutIdentifierGoesToEachMethodOnce() {
		connect(COVERING, COVERED, OTHER);
		send("one");
		send("two");
		assertEachGot(2, "one", "two");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@Fault("H6")
	void aCopyForEachFilterThatIsNotMarkedLeavesTheCoveringFilterAlone(boolean withAllIdentifiers,
			CapturedOutput output) {
		connect(COVERING, COVERED, OTHER);
		int[] all = withAllIdentifiers ? identifiers() : new int[0];
		sendCopies(3, "one", all);
		this.wire.broker.await(MqttPacketType.UNSUBSCRIBE, 1, WireDriver.SOON);
		assertThat(unsubscribed()).containsExactlyInAnyOrder(COVERED, OTHER);
		this.wire.broker.await(MqttPacketType.PUBACK, 3, WireDriver.SOON);
		this.handled.values().forEach(List::clear);
		sendCopies(1, "two", all);
		assertEachGot(4, "two");
		assertThat(this.wire.driver.subscriptions()).hasSize(3).allMatch(SubscriptionStatus::granted);
		assertThat(this.wire.status().rebuilds()).isZero();
		assertThat(output).containsOnlyOnce("doesn't mark whose it is");
	}

	@Test
	@Fault("H6")
	void thatIsKnownOfTheServerAfterARebuild(CapturedOutput output) {
		connect(COVERING, COVERED, OTHER);
		sendCopies(3, "one", identifiers());
		this.wire.broker.await(MqttPacketType.UNSUBSCRIBE, 1, WireDriver.SOON);
		this.wire.broker.await(MqttPacketType.PUBACK, 3, WireDriver.SOON);
		this.handled.values().forEach(List::clear);
		this.wire.broker.rstAll();
		this.wire.awaitRebuilds(1);
		assertThat(this.wire.broker.packets(MqttPacketType.SUBSCRIBE)).filteredOn((packet) -> packet.connection() == 2)
			.flatExtracting(ReceivedPacket::filters)
			.extracting(ReceivedPacket.Filter::filter)
			.containsExactly(COVERING);
		sendCopies(1, "two", identifiers()[3]);
		assertEachGot(4, "two");
		assertThat(output).containsOnlyOnce("doesn't mark whose it is");
	}

	@Test
	@Fault("H6")
	void aServerWithoutIdentifiersIsAskedForTheCoveringFilterAlone() {
		this.wire.broker.connack((connack) -> connack.subscriptionIdentifiersAvailable(false));
		connect(COVERED, COVERING, OTHER);
		assertThat(this.wire.broker.packets(MqttPacketType.SUBSCRIBE)).flatExtracting(ReceivedPacket::filters)
			.extracting(ReceivedPacket.Filter::filter)
			.containsExactly(COVERING);
		assertThat(this.wire.broker.packets(MqttPacketType.SUBSCRIBE))
			.allMatch((packet) -> packet.subscriptionIdentifier() == null);
		sendCopies(1, "one");
		assertEachGot(1, "one");
	}

	@Test
	@Fault("H6")
	void whereNoFilterCoversTheOtherEachCopyIsDeliveredAndThatIsSaidOnce(CapturedOutput output) {
		connect(COVERED, OTHER);
		sendCopies(2, "one", identifiers());
		sendCopies(2, "two", identifiers());
		assertEachGot(4, "one", "one", "two", "two");
		WireDriver.until(() -> assertThat(output).contains("each copy is delivered to the listeners of both"));
		sendCopies(2, "three", identifiers());
		assertEachGot(6, "one", "one", "two", "two", "three", "three");
		assertThat(output).containsOnlyOnce("each copy is delivered to the listeners of both")
			.contains("'" + COVERED + "'", "'" + OTHER + "'");
		assertThat(this.wire.broker.packets(MqttPacketType.UNSUBSCRIBE)).isEmpty();
	}

	@Test
	@Fault("H6")
	void aMessageThatIsPublishedTwiceIsNoCopyWhereCopiesAreMarked() {
		connect(COVERING, COVERED);
		int[] marks = identifiers();
		for (int i = 0; i < 2; i++) {
			send("again", marks[0]);
			send("again", marks[1]);
		}
		assertEachGot(4, "again", "again");
		assertThat(this.wire.broker.packets(MqttPacketType.UNSUBSCRIBE)).isEmpty();
	}

	@Test
	void aRetainedMessageOfTheOtherFilterOfAListenerComesRightBehindTheRefusal() {
		List<String> retained = List.of("one", "two", "three");
		List<String> got = new CopyOnWriteArrayList<>();
		this.wire.broker.on(MqttPacketType.SUBSCRIBE, Answer.of((subscribe) -> {
			if (subscribe.filters().get(0).filter().equals(COVERING)) {
				return Answer.delay(Duration.ofMillis(200), Answer.reasonCode(0x87));
			}
			Answer answer = Answer.normal();
			for (String payload : retained) {
				answer = answer.then(Answer.publish(FakePublish.to("in/a/b")
					.qos(1)
					.payload(payload)
					.subscriptionIdentifiers(subscribe.subscriptionIdentifier())));
			}
			return Answer.delay(Duration.ofMillis(200), answer);
		}));
		this.wire.driver.listenerGateway()
			.subscribe(new ListenerDefinition("two", List.of(COVERING, COVERED), null, 1, 1, false, Retain.ALWAYS,
					new Overhearing(got)));
		this.wire.connected();
		this.wire.broker.await(MqttPacketType.PUBACK, 3, WireDriver.SOON);
		assertThat(got).isEqualTo(retained);
	}

	/** Together, as a broker does it. */
	private void sendCopies(int copies, String payload, int... identifiers) {
		Answer answer = Answer.ignore();
		for (int i = 0; i < copies; i++) {
			answer = answer.then(Answer
				.publish(FakePublish.to("in/a/b").qos(1).payload(payload).subscriptionIdentifiers(identifiers)));
		}
		this.wire.broker.now(answer);
	}

	private List<String> unsubscribed() {
		return this.wire.broker.packets(MqttPacketType.UNSUBSCRIBE)
			.stream()
			.flatMap((packet) -> packet.filters().stream())
			.map(ReceivedPacket.Filter::filter)
			.toList();
	}

	/** Hears what it is offered, and takes nothing. */
	private record Overhearing(List<String> heard) implements InboundHandler {

		@Override
		public @Nullable Invocation read(InboundPublish publish, boolean alone) {
			this.heard.add(new String(publish.payload(), StandardCharsets.UTF_8));
			return null;
		}

		@Override
		public @Nullable Type objectType() {
			return null;
		}

	}

}
