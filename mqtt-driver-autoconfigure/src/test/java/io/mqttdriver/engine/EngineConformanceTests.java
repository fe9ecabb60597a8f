package io.mqttdriver.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import io.mqttdriver.engine.RecordingEvents.Answered;
import io.mqttdriver.engine.RecordingEvents.Closed;
import io.mqttdriver.engine.RecordingEvents.Connected;
import io.mqttdriver.engine.RecordingEvents.Lost;
import io.mqttdriver.engine.RecordingEvents.Received;
import io.mqttdriver.engine.RecordingEvents.Settled;
import io.mqttdriver.engine.RecordingEvents.Unreadable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What every engine keeps, whatever library is behind it. A subclass for each.
 */
public abstract class EngineConformanceTests {

	private static final int IMPLEMENTATION_SPECIFIC = 0x83;

	protected final RecordingEvents events = new RecordingEvents();

	protected EngineFixture fixture;

	protected EngineClient client;

	/** A new engine and server. */
	protected abstract EngineFixture fixture();

	@BeforeEach
	void begin() {
		this.fixture = fixture();
	}

	@AfterEach
	void end() {
		if (this.client != null) {
			this.client.close(0, Duration.ZERO);
			this.fixture.await(() -> this.events.has(Closed.class));
		}
		this.fixture.close();
		assertThat(this.events.overlapped()).as("events are serial").isFalse();
		assertThat(this.events.all(Closed.class)).as("closed is told once").hasSizeLessThan(2);
		if (this.events.has(Closed.class)) {
			assertThat(this.events.all()).last().isInstanceOf(Closed.class);
		}
		if (this.events.has(Lost.class)) {
			List<RecordingEvents.Event> all = this.events.all();
			assertThat(all.subList(0, all.size() - 1)).as("only closed follows lost").last().isInstanceOf(Lost.class);
			assertThat(this.events.all(Lost.class)).as("lost is told once").hasSize(1);
		}
	}

	private void open(ClientSpec spec) {
		this.client = this.fixture.engine().open(spec, this.events);
	}

	private Connected connect() {
		open(this.fixture.spec());
		this.fixture.await(() -> this.events.has(Connected.class));
		return this.events.all(Connected.class).get(0);
	}

	private static OutboundPublish publish(String topic, int qos) {
		return new OutboundPublish(topic, "text".getBytes(StandardCharsets.UTF_8), qos, false, PublishProperties.NONE);
	}

	private Settled settled(long token) {
		this.fixture.await(() -> this.events.all(Settled.class).stream().anyMatch((event) -> event.token() == token));
		return this.events.all(Settled.class).stream().filter((event) -> event.token() == token).findFirst().get();
	}

	private Lost lost() {
		this.fixture.await(() -> this.events.has(Closed.class));
		return this.events.all(Lost.class).get(0);
	}

	@Test
	void anAcceptedConnectIsToldWithTheDefaultsOfTheSpecification() {
		Connected connected = connect();
		assertThat(connected.sessionPresent()).isFalse();
		ServerLimits limits = connected.limits();
		assertThat(limits.maximumQos()).isEqualTo(2);
		assertThat(limits.retainAvailable()).isTrue();
		assertThat(limits.receiveMaximum()).isEqualTo(65_535);
		assertThat(limits.window()).isBetween(1, 65_535);
		assertThat(limits.wildcardAvailable()).isTrue();
		assertThat(limits.sharedAvailable()).isTrue();
		assertThat(limits.identifiersAvailable()).isTrue();
		assertThat(limits.keepAlive()).isEqualTo(Duration.ofSeconds(15));
	}

	@Test
	void theLimitsOfTheServerAreToldAsTheyCame() {
		ServerLimits limits = new ServerLimits(1, false, 2_000, 10, 10, false, false, false, Duration.ofSeconds(7),
				null, null);
		this.fixture.accept(limits, true);
		Connected connected = connect();
		assertThat(connected.limits()).isEqualTo(limits);
		assertThat(connected.sessionPresent()).isTrue();
	}

	@Test
	void everyQosIsSettledWithSuccess() {
		connect();
		for (int qos = 0; qos <= 2; qos++) {
			this.client.publish(qos, publish("topic/" + qos, qos));
			assertThat(settled(qos).reasonCode()).isZero();
		}
		this.fixture.await(() -> this.fixture.published().size() == 3);
		assertThat(this.fixture.published()).extracting(Message::topic)
			.containsExactly("topic/0", "topic/1", "topic/2");
		assertThat(this.fixture.published()).extracting(Message::qos).containsExactly(0, 1, 2);
	}

	@Test
	void thePropertiesOfAPublishArrive() {
		connect();
		PublishProperties properties = new PublishProperties(true, Duration.ofSeconds(90), "text/plain", "answer/here",
				new byte[] { 0, 1, -1 }, List.of(new UserProperty("a", "1"), new UserProperty("a", "2")));
		this.client.publish(1,
				new OutboundPublish("topic", "text".getBytes(StandardCharsets.UTF_8), 1, true, properties));
		settled(1);
		assertThat(this.fixture.published()).singleElement().satisfies((message) -> {
			assertThat(message.retained()).isTrue();
			assertThat(message.payload()).isEqualTo("text");
			assertThat(message.properties()).usingRecursiveComparison().isEqualTo(properties);
		});
	}

	@Test
	void theReasonCodeOfAnAcknowledgementIsTold() {
		connect();
		this.fixture.answerPublishes(0x10, 0x87, 0x97);
		for (int token = 1; token <= 3; token++) {
			this.client.publish(token, publish("topic", 1));
			settled(token);
		}
		assertThat(this.events.all(Settled.class)).extracting(Settled::reasonCode).containsExactly(0x10, 0x87, 0x97);
	}

	@Test
	void aRefusedPublishOfQos2IsSettledAndTheConnectionLives() {
		connect();
		this.fixture.answerPublishes(0x80, 0x97);
		this.client.publish(1, publish("topic", 2));
		this.client.publish(2, publish("topic", 2));
		assertThat(settled(1).reasonCode()).isEqualTo(0x80);
		assertThat(settled(2).reasonCode()).isEqualTo(0x97);
		this.client.publish(3, publish("topic", 2));
		assertThat(settled(3).reasonCode()).isZero();
	}

	@Test
	void publishesKeepTheirOrder() {
		connect();
		IntStream.range(0, 100).forEach((i) -> this.client.publish(i, publish("topic/" + i, i % 2)));
		this.fixture.await(() -> this.events.all(Settled.class).size() == 100);
		assertThat(this.fixture.published()).extracting(Message::topic)
			.containsExactlyElementsOf(IntStream.range(0, 100).mapToObj((i) -> "topic/" + i).toList());
	}

	@Test
	void theWholeWindowMayBeOpenAtOnce() {
		this.fixture.accept(new ServerLimits(2, true, 1_000_000, 3, 3, true, true, true, Duration.ZERO, null, null),
				false);
		int window = connect().limits().window();
		assertThat(window).isBetween(1, 3);
		for (int round = 0; round < 50; round++) {
			int base = round * window;
			IntStream.range(0, window).forEach((i) -> this.client.publish(base + i, publish("topic", (base + i) % 3)));
			this.fixture.await(() -> this.events.all(Settled.class).size() == base + window);
		}
		assertThat(this.events.all(Settled.class)).extracting(Settled::reasonCode).containsOnly(0);
	}

	@Test
	void anUnansweredPublishStaysOpen() {
		connect();
		this.fixture.ignorePublishes();
		this.client.publish(1, publish("topic", 1));
		this.fixture.await(() -> this.fixture.published().size() == 1);
		this.fixture.calmDown();
		assertThat(this.events.has(Settled.class)).isFalse();
	}

	@Test
	void whatWasSubmittedIsWrittenInTheEnd() {
		connect();
		Traffic traffic = this.client.traffic();
		this.client.publish(1, publish("topic", 1));
		long submitted = traffic.submitted();
		settled(1);
		this.fixture.await(() -> traffic.written() >= submitted);
		assertThat(submitted).isPositive();
		assertThat(traffic.read()).isPositive();
		assertThat(traffic.socket()).isNotEmpty();
	}

	@Test
	void filtersAreSubscribedWithIdentifierAndOptionsAndAnsweredOneByOne() {
		connect();
		List<WireSubscription> filters = List.of(new WireSubscription("a/+", 1, 0), new WireSubscription("b/#", 2, 1),
				new WireSubscription("$share/g/c", 0, 2));
		this.fixture.answerFilters(0, 0x87, 0x9E);
		this.client.subscribe(7, 42, filters);
		this.fixture.await(() -> this.events.has(Answered.class));
		assertThat(this.events.all(Answered.class)).containsExactly(new Answered(7, List.of(0, 0x87, 0x9E)));
		assertThat(this.fixture.subscribed()).containsExactly(new EngineFixture.Subscribed(42, filters));
	}

	@Test
	void everyReasonCodeOfASubackIsTold() {
		connect();
		List<Integer> codes = List.of(0, 1, 2, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2);
		this.fixture.answerFilters(codes.stream().mapToInt(Integer::intValue).toArray());
		this.client.subscribe(1, 0,
				IntStream.range(0, codes.size()).mapToObj((i) -> new WireSubscription("f/" + i, 1, 0)).toList());
		this.fixture.await(() -> this.events.has(Answered.class));
		assertThat(this.events.all(Answered.class)).containsExactly(new Answered(1, codes));
		assertThat(this.fixture.subscribed()).singleElement()
			.extracting(EngineFixture.Subscribed::identifier)
			.isEqualTo(0);
	}

	@Test
	void unsubscribingIsAnsweredFilterByFilter() {
		connect();
		this.fixture.answerFilters(0, 0x11);
		this.client.unsubscribe(3, List.of("a", "b/#"));
		this.fixture.await(() -> this.events.has(Answered.class));
		assertThat(this.events.all(Answered.class)).containsExactly(new Answered(3, List.of(0, 0x11)));
		assertThat(this.fixture.unsubscribed()).containsExactly(List.of("a", "b/#"));
	}

	@Test
	void anIncomingMessageIsWhole() {
		connect();
		PublishProperties properties = new PublishProperties(true, Duration.ofSeconds(30), "text/plain", "answer",
				new byte[] { 9, 0 }, List.of(new UserProperty("x", "1"), new UserProperty("x", "2")));
		this.fixture.deliver(new Message("a/b", "hello", 1, true, List.of(3, 5), properties));
		this.fixture.await(() -> this.events.has(Received.class));
		InboundPublish publish = this.events.all(Received.class).get(0).publish();
		assertThat(publish.topic()).isEqualTo("a/b");
		assertThat(publish.payload()).asString().isEqualTo("hello");
		assertThat(publish.qos()).isEqualTo(1);
		assertThat(publish.retained()).isTrue();
		assertThat(publish.identifiers()).containsExactly(3, 5);
		assertThat(publish.properties()).usingRecursiveComparison().isEqualTo(properties);
	}

	/** More is not promised by a server (MQTT 5, 4.6.0-6). */
	@Test
	void messagesOfOneQosKeepTheirOrder() {
		connect();
		IntStream.range(0, 90).forEach((i) -> this.fixture.deliver(Message.of("t/" + i, "x", i % 3)));
		this.fixture.await(() -> this.events.all(Received.class).size() == 90);
		for (int qos = 0; qos < 3; qos++) {
			int wanted = qos;
			assertThat(this.events.all(Received.class)).extracting(Received::publish)
				.filteredOn((publish) -> publish.qos() == wanted)
				.extracting(InboundPublish::topic)
				.containsExactlyElementsOf(
						IntStream.range(0, 90).filter((i) -> i % 3 == wanted).mapToObj((i) -> "t/" + i).toList());
		}
	}

	@Test
	void aMessageIsAcknowledgedOnceAndOnlyWhenAsked() {
		connect();
		this.fixture.deliver(Message.of("t", "x", 1));
		this.fixture.await(() -> this.events.has(Received.class));
		this.fixture.calmDown();
		assertThat(this.fixture.acknowledgements()).isZero();
		long delivery = this.events.all(Received.class).get(0).publish().delivery();
		this.client.acknowledge(delivery + 1_000_000);
		this.client.acknowledge(delivery);
		this.client.acknowledge(delivery);
		this.client.acknowledge(InboundPublish.NOTHING_OWED);
		this.fixture.await(() -> this.fixture.acknowledgements() > 0);
		this.fixture.calmDown();
		assertThat(this.fixture.acknowledgements()).isOne();
	}

	@Test
	void aMessageOfQos0OwesNothing() {
		connect();
		this.fixture.deliver(Message.of("t", "x", 0));
		this.fixture.await(() -> this.events.has(Received.class));
		assertThat(this.events.all(Received.class).get(0).publish().delivery()).isEqualTo(InboundPublish.NOTHING_OWED);
	}

	@Test
	void anUnacknowledgedMessageIsNotAcknowledgedByTheEnd() {
		connect();
		this.fixture.deliver(Message.of("t", "x", 1));
		this.fixture.await(() -> this.events.has(Received.class));
		this.client.close(0, Duration.ofMillis(500));
		this.fixture.await(() -> this.events.has(Closed.class));
		this.client.acknowledge(this.events.all(Received.class).get(0).publish().delivery());
		this.fixture.calmDown();
		assertThat(this.fixture.acknowledgements()).isZero();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void aMessageWithoutATopicNameIsToldAsUnreadableAndTheConnectionLives(int qos) {
		connect();
		this.fixture.deliverWithoutTopicName(qos);
		this.fixture.deliver(Message.of("a/b", "x", 0));
		this.fixture.await(() -> this.events.has(Received.class));
		this.fixture.await(() -> this.fixture.refusals().size() == qos);
		assertThat(this.events.all(Unreadable.class)).containsExactly(new Unreadable(qos, 0x90));
		assertThat(this.fixture.refusals()).allMatch((code) -> code == 0x90);
		assertThat(this.events.all(Received.class)).extracting((event) -> event.publish().topic())
			.containsExactly("a/b");
		assertThat(this.events.has(Lost.class)).isFalse();
	}

	@Test
	void aLossIsToldOnce() {
		connect();
		this.fixture.drop();
		assertThat(lost().failure().kind()).isEqualTo(EngineFailure.Kind.CLOSED);
		assertThat(this.events.all(Lost.class)).hasSize(1);
	}

	@Test
	void aDisconnectOfTheServerIsToldWithCodeAndReference() {
		connect();
		this.fixture.disconnect(0x9D, "other:1883");
		EngineFailure failure = lost().failure();
		assertThat(failure.kind()).isEqualTo(EngineFailure.Kind.DISCONNECTED);
		assertThat(failure.reasonCode()).isEqualTo(0x9D);
		assertThat(failure.serverReference()).isEqualTo("other:1883");
	}

	@Test
	void aRefusedConnectIsToldWithCodeAndReference() {
		this.fixture.refuse(0x9C, "other:1883");
		open(this.fixture.spec());
		EngineFailure failure = lost().failure();
		assertThat(failure.kind()).isEqualTo(EngineFailure.Kind.REFUSED);
		assertThat(failure.reasonCode()).isEqualTo(0x9C);
		assertThat(failure.serverReference()).isEqualTo("other:1883");
		assertThat(this.events.has(Connected.class)).isFalse();
	}

	@Test
	void aConnectWithoutAnswerFailsInTimeAndALateAnswerChangesNothing() {
		this.fixture.ignoreConnects();
		open(this.fixture.spec(Duration.ofMillis(300)));
		assertThat(lost().failure().kind()).isEqualTo(EngineFailure.Kind.CONNECT_TIMEOUT);
		this.fixture.acceptLate();
		this.fixture.calmDown();
		assertThat(this.events.has(Connected.class)).isFalse();
	}

	@Test
	void closingWithGraceSaysSoToTheServer() {
		connect();
		this.client.close(0x04, Duration.ofSeconds(2));
		this.fixture.await(() -> this.events.has(Closed.class));
		this.fixture.await(() -> this.fixture.connections() == 0);
		assertThat(this.fixture.disconnects()).containsExactly(0x04);
		assertThat(this.events.has(Lost.class)).isFalse();
	}

	@Test
	void closingWithoutGraceSaysNothing() {
		connect();
		this.client.close(0, Duration.ZERO);
		this.fixture.await(() -> this.events.has(Closed.class));
		this.fixture.await(() -> this.fixture.connections() == 0);
		assertThat(this.fixture.disconnects()).isEmpty();
		assertThat(this.events.has(Lost.class)).isFalse();
	}

	@Test
	void closingEndsAlsoWhenTheServerIsStalled() {
		connect();
		this.fixture.stall();
		this.client.close(0, Duration.ofMillis(200));
		this.fixture.await(() -> this.events.has(Closed.class));
		assertThat(this.events.has(Lost.class)).isFalse();
	}

	@Test
	void aSecondCloseShortensTheGrace() {
		connect();
		this.fixture.stall();
		this.client.close(0, Duration.ofHours(1));
		this.client.close(0, Duration.ZERO);
		this.fixture.await(() -> this.events.has(Closed.class));
	}

	@Test
	void closingWhileConnectingEndsWithoutALoss() {
		this.fixture.ignoreConnects();
		open(this.fixture.spec());
		this.client.close(0, Duration.ofSeconds(1));
		this.fixture.await(() -> this.events.has(Closed.class));
		this.fixture.acceptLate();
		this.fixture.calmDown();
		assertThat(this.events.all()).hasSize(1);
	}

	@Test
	void nothingComesAfterClosed() {
		connect();
		this.client.close(0, Duration.ZERO);
		this.fixture.await(() -> this.events.has(Closed.class));
		int told = this.events.all().size();
		this.fixture.deliver(Message.of("t", "x", 1));
		this.fixture.drop();
		this.client.publish(1, publish("topic", 1));
		this.fixture.calmDown();
		assertThat(this.events.all()).hasSize(told);
	}

	@Test
	void nothingIsThrownAfterTheEnd() {
		connect();
		this.fixture.drop();
		lost();
		assertThatNoException().isThrownBy(this::callEverything);
		this.fixture.calmDown();
		assertThat(this.events.all()).last().isInstanceOf(Closed.class);
	}

	@Test
	void nothingIsThrownWhileConnecting() {
		this.fixture.ignoreConnects();
		open(this.fixture.spec());
		assertThatNoException().isThrownBy(this::callEverything);
	}

	private void callEverything() {
		this.client.publish(1, publish("topic", 0));
		this.client.publish(2, publish("topic", 1));
		this.client.publish(3, publish("topic", 2));
		this.client.subscribe(4, 1, List.of(new WireSubscription("a", 1, 0)));
		this.client.unsubscribe(5, List.of("a"));
		this.client.acknowledge(1);
		assertThat(this.client.traffic().socket()).isNotEmpty();
		assertThat(this.client.traffic().submitted()).isNotNegative();
		this.client.close(0, Duration.ofMillis(100));
		this.client.close(0x8B, Duration.ZERO);
	}

	@Test
	void theClientMayBeUsedFromWithinAnEvent() {
		AtomicReference<EngineClient> self = new AtomicReference<>();
		RecordingEvents recorded = this.events;
		this.client = this.fixture.engine().open(this.fixture.spec(), new ForwardingEvents(recorded) {

			@Override
			public void connected(ServerLimits limits, boolean sessionPresent) {
				super.connected(limits, sessionPresent);
				self.get().publish(1, EngineConformanceTests.publish("topic", 1));
			}

			@Override
			public void settled(long token, int reasonCode, String reason) {
				super.settled(token, reasonCode, reason);
				self.get().close(0, Duration.ofMillis(500));
			}

		});
		self.set(this.client);
		this.fixture.await(() -> recorded.has(Closed.class));
		assertThat(recorded.all(Settled.class)).hasSize(1);
		assertThat(recorded.has(Lost.class)).isFalse();
	}

	@Test
	void aPublishThatCanNotBeSentIsSettledAndTheConnectionLives() {
		this.fixture.accept(new ServerLimits(2, true, 200, 10, 10, true, true, true, Duration.ZERO, null, null), false);
		connect();
		this.client.publish(1, new OutboundPublish("topic", new byte[500], 1, false, PublishProperties.NONE));
		assertThat(settled(1).reasonCode()).isEqualTo(0x95);
		this.client.publish(2, publish("topic", 1));
		assertThat(settled(2).reasonCode()).isZero().isNotEqualTo(IMPLEMENTATION_SPECIFIC);
		assertThat(this.fixture.published()).hasSize(1);
	}

	@Test
	void aNewClientIsIndependentOfADeadOne() {
		connect();
		this.fixture.drop();
		lost();
		RecordingEvents second = new RecordingEvents();
		EngineClient other = this.fixture.engine().open(this.fixture.spec(), second);
		this.fixture.await(() -> second.has(Connected.class));
		int told = this.events.all().size();
		this.client.publish(1, publish("topic", 1));
		this.client.acknowledge(1);
		this.client.close(0, Duration.ZERO);
		other.publish(9, publish("other", 1));
		this.fixture.await(() -> second.has(Settled.class));
		assertThat(second.all(Settled.class)).containsExactly(new Settled(9, 0, ""));
		assertThat(this.events.all()).hasSize(told);
		other.close(0, Duration.ZERO);
		this.fixture.await(() -> second.has(Closed.class));
		assertThat(second.has(Lost.class)).isFalse();
	}

}
