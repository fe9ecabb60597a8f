package io.mqttdriver.simulation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttDriverBuilder.ValidationMode;
import io.mqttdriver.MqttPublishExpiredException;
import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.simulation.ClientLife.Question;
import io.mqttdriver.simulation.Ledger.Violation;
import io.mqttdriver.simulation.PublishBook.Offer;
import io.mqttdriver.simulation.SubscriptionBook.Use;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation's ledger can say no: each wrong is planted, and caught by its invariant;
 * what is right before it is not.
 */
class LedgerCatchesTests {

	private final VirtualTime time = new VirtualTime();

	private final Settings settings = settings();

	private final Ledger ledger = new Ledger(this.time, this.settings);

	@Test
	void aSecondSettlement() {
		Offer offer = offer();
		CompletableFuture<MqttPublishResult> future = new CompletableFuture<>();
		this.ledger.publishes().offered(offer, future);
		send(1, offer);
		acknowledge(offer);
		future.complete(result(offer, 1));
		isRightSoFar();
		this.ledger.publishes().offered(offer, CompletableFuture.completedFuture(result(offer, 1)));
		catches(Invariant.SETTLED_EXACTLY_ONCE);
	}

	@Test
	void aSuccessThatTheBrokerKnowsNothingOf() {
		Offer offer = offer();
		send(1, offer);
		isRightSoFar();
		this.ledger.publishes().offered(offer, CompletableFuture.completedFuture(result(offer, 1)));
		catches(Invariant.ACKNOWLEDGED_MEANS_TAKEN);
	}

	@Test
	void aResultThatCountsWrong() {
		Offer offer = offer();
		send(1, offer);
		acknowledge(offer);
		isRightSoFar();
		this.ledger.publishes().offered(offer, CompletableFuture.completedFuture(result(offer, 2)));
		catches(Invariant.ACKNOWLEDGED_MEANS_TAKEN);
	}

	@Test
	void aFailureForNoReason() {
		this.ledger.publishes()
			.offered(offer(), CompletableFuture.failedFuture(new MqttPublishExpiredException("it has no expiry")));
		catches(Invariant.FAILURE_SAYS_WHAT_HAPPENED);
	}

	@Test
	void aRejectionForAnEndThatMayHaveBeenForAnother() {
		Offer offer = offer();
		Offer other = offer();
		for (int client = 1; client <= 2; client++) {
			connect(client);
			send(client, offer);
			send(client, other);
			end(client, 0x95);
		}
		isRightSoFar();
		reject(offer, 0x95);
		catches(Invariant.FAILURE_SAYS_WHAT_HAPPENED);
	}

	@Test
	void aRejectionForEndsWithAnotherInFlight() {
		Offer offer = offer();
		Offer other = offer();
		for (int client = 1; client <= 2; client++) {
			connect(client);
			send(client, offer);
			end(client, 0x95);
		}
		reject(offer, 0x95);
		isRightSoFar();
		reject(other, 0x95);
		catches(Invariant.FAILURE_SAYS_WHAT_HAPPENED);
	}

	@Test
	void aRejectionForTheFirstEnd() {
		Offer offer = offer();
		connect(1);
		send(1, offer);
		end(1, 0x95);
		isRightSoFar();
		reject(offer, 0x95);
		catches(Invariant.FAILURE_SAYS_WHAT_HAPPENED);
	}

	@Test
	void aRejectionForAnEndWithAnotherCode() {
		Offer offer = offer();
		for (int client = 1; client <= 2; client++) {
			connect(client);
			send(client, offer);
			end(client, (client == 1) ? 0x95 : 0x8B);
		}
		isRightSoFar();
		reject(offer, 0x8B);
		catches(Invariant.FAILURE_SAYS_WHAT_HAPPENED);
	}

	@Test
	void aFirstAttemptOutOfOrder() {
		Offer first = offer();
		Offer second = offer();
		connect(1);
		send(1, second);
		isRightSoFar();
		send(1, first);
		catches(Invariant.ORDER_OF_FIRST_ATTEMPTS);
	}

	@Test
	void aRepetitionOfWhatIsOpen() {
		Offer offer = offer();
		connect(1);
		send(1, offer);
		isRightSoFar();
		send(1, offer);
		catches(Invariant.REPEATED_ONLY_WHEN_UNACKNOWLEDGED);
	}

	@Test
	void aConnectionInUseThatIsNotProved() {
		Offer offer = offer();
		this.ledger.operators().connect(new CompletableFuture<>());
		open(1);
		this.ledger.clients().connected(1);
		isRightSoFar();
		send(1, offer);
		catches(Invariant.CONNECTED_MEANS_PROVED);
	}

	@Test
	void onePublishTooManyInTheOutbox() {
		for (int i = 0; i <= this.settings.capacity(); i++) {
			this.ledger.publishes().offered(offer(), new CompletableFuture<>());
		}
		isRightSoFar();
		this.time.advance(Duration.ofNanos(1));
		this.ledger.publishes().timePassed();
		catches(Invariant.OUTBOX_BOUNDED);
	}

	@Test
	void aFutureThatIsNeverDone() {
		this.ledger.publishes().offered(offer(), new CompletableFuture<>());
		isRightSoFar();
		this.ledger.publishes().requireAllSettled();
		catches(Invariant.NOTHING_PENDING_AFTER_HEAL);
	}

	@Test
	void anAcknowledgementBeforeTheHandlerIsDone() {
		Use use = this.ledger.subscriptions().wanted("in/a", 1, SubscriptionBook.Kind.LISTENER);
		connect(1);
		this.time.advance(Duration.ofSeconds(1));
		receive(1, 1, "m0");
		this.ledger.inbound().began(use, "in/a", "m0");
		isRightSoFar();
		this.ledger.inbound().acknowledging(1, 1);
		catches(Invariant.HANDLED_BEFORE_ACKNOWLEDGED);
	}

	@Test
	void anAcknowledgementThatPassesAnEarlierOne() {
		connect(1);
		Use use = this.ledger.subscriptions().wanted("in/a", 1, SubscriptionBook.Kind.LISTENER);
		this.time.advance(Duration.ofSeconds(1));
		receive(1, 1, "m0");
		receive(1, 2, "m1");
		this.ledger.inbound().began(use, "in/a", "m0");
		this.ledger.inbound().began(use, "in/a", "m1");
		this.ledger.inbound().succeeded(use, "m1");
		isRightSoFar();
		this.ledger.inbound().acknowledging(1, 2);
		catches(Invariant.ACKNOWLEDGED_IN_ORDER);
	}

	@Test
	void messagesOfOneTopicOutOfOrder() {
		Use use = this.ledger.subscriptions().wanted("in/a", 1, SubscriptionBook.Kind.LISTENER);
		connect(1);
		receive(1, 1, "m0");
		receive(1, 2, "m1");
		this.ledger.inbound().began(use, "in/a", "m1");
		isRightSoFar();
		this.ledger.inbound().began(use, "in/a", "m0");
		catches(Invariant.HANDLED_AS_SENT);
	}

	@Test
	void aMessageOfADeadClient() {
		Use use = this.ledger.subscriptions().wanted("in/a", 1, SubscriptionBook.Kind.LISTENER);
		this.ledger.inbound().began(use, "in/a", "ghost");
		catches(Invariant.DEAD_CLIENT_CHANGES_NOTHING);
	}

	@Test
	void aQuestionToADeadClient() {
		connect(1);
		this.ledger.clients().lost(1, EngineFailure.of(Kind.CLOSED, "gone", null));
		this.ledger.clients().closing(1);
		isRightSoFar();
		this.ledger.clients().asked(1, new Question(ClientLife.Kind.FILTERS, 1, ""));
		catches(Invariant.DEAD_CLIENT_CHANGES_NOTHING);
	}

	@Test
	void aFilterThatIsMissingAndOneThatIsTooMany() {
		this.ledger.subscriptions().wanted("in/a", 1, SubscriptionBook.Kind.LISTENER);
		this.ledger.subscriptions().requirePresent(Map.of("in/a", 2));
		isRightSoFar();
		this.ledger.subscriptions().requirePresent(Map.of());
		catches(Invariant.WANTED_SUBSCRIPTIONS);
		Ledger other = new Ledger(this.time, this.settings);
		other.subscriptions().requirePresent(Map.of("in/a", 1));
		assertThat(other.violation()).isNotNull();
	}

	@Test
	void aSecondClientBesideTheFirst() {
		connect(1);
		isRightSoFar();
		open(2);
		catches(Invariant.EVERY_CLIENT_CLOSED);
	}

	@Test
	void aClientThatIsClosedWithoutACause() {
		connect(1);
		this.time.advance(Duration.ofSeconds(1));
		isRightSoFar();
		this.ledger.clients().closing(1);
		catches(Invariant.REBUILD_HAS_CAUSE);
	}

	@Test
	void aTriggerTooSoonAndOneTooLate() {
		lose();
		this.time.advance(Duration.ofMillis(500));
		isRightSoFar();
		open(2);
		catches(Invariant.TRIGGERS_APART);
	}

	@Test
	void aNextAttemptThatComesTooLate() {
		lose();
		isRightSoFar();
		this.time.advance(Duration.ofMinutes(5));
		open(2);
		catches(Invariant.COMES_BACK);
	}

	@Test
	void aStalledPublishThatNobodyFinds() {
		Offer offer = offer();
		connect(1);
		send(1, offer);
		this.time.advance(this.settings.publishTimeout().plusSeconds(1));
		isRightSoFar();
		this.ledger.clients().asked(1, new Question(ClientLife.Kind.FILTERS, 1, ""));
		catches(Invariant.STALL_FOUND);
	}

	@Test
	void anotherClientId() {
		this.ledger.operators().connect(new CompletableFuture<>());
		this.ledger.clients().opened(1, spec("somebody"));
		catches(Invariant.CLIENT_IDS);
	}

	@Test
	void anAttemptAlthoughTheServerHasBannedUs() {
		this.ledger.operators().connect(new CompletableFuture<>());
		open(1);
		this.ledger.clients().lost(1, new EngineFailure(Kind.REFUSED, 0x8A, "banned", null, null));
		this.ledger.clients().closing(1);
		this.time.advance(Duration.ofSeconds(5));
		isRightSoFar();
		open(2);
		catches(Invariant.CIRCUIT);
	}

	@Test
	void aDisconnectThatTakesTooLong() {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		this.ledger.operators().disconnect(stopped);
		this.time.advance(Duration.ofMinutes(1));
		isRightSoFar();
		stopped.complete(null);
		catches(Invariant.DISCONNECT_ENDS);
	}

	private void isRightSoFar() {
		assertThat(this.ledger.violation()).isNull();
	}

	private void catches(Invariant invariant) {
		assertThat(this.ledger.violation()).isNotNull().extracting(Violation::invariant).isEqualTo(invariant);
	}

	@Test
	void aLaterPublishThatPassesARefusedOne() {
		Offer first = offer();
		Offer second = offer();
		connect(1);
		send(1, first);
		this.ledger.publishes().answered(1, first.payload(), 0x97);
		isRightSoFar();
		send(1, second);
		catches(Invariant.REFUSED_HOLDS_ITS_TOPIC);
	}

	@Test
	void aServerThatNobodyNamed() {
		this.ledger.operators().connect(new CompletableFuture<>());
		isRightSoFar();
		this.ledger.clients().opened(1, spec("tcp://elsewhere:1883", Settings.CLIENT_ID));
		catches(Invariant.ALLOWED_SERVERS);
	}

	private Offer offer() {
		return this.ledger.publishes().offer("out/0", 1, null);
	}

	private static MqttPublishResult result(Offer offer, int attempts) {
		return new MqttPublishResult("out/0", 1, 0, attempts, Duration.ZERO);
	}

	private void send(int client, Offer offer) {
		if (this.ledger.clients().opened() < client) {
			connect(client);
		}
		byte[] payload = offer.payload().getBytes(StandardCharsets.UTF_8);
		this.ledger.clients().asked(client, new Question(ClientLife.Kind.PUBLISH, 1, offer.payload()));
		this.ledger.publishes()
			.publishing(client, 1, new OutboundPublish("out/0", payload, 1, false, PublishProperties.NONE),
					offer.payload());
	}

	private void acknowledge(Offer offer) {
		this.ledger.publishes().taken("out/0", offer.payload(), 0);
		this.ledger.publishes().answered(1, offer.payload(), 0);
	}

	private void receive(int client, long delivery, String payload) {
		this.ledger.inbound()
			.received(client, new InboundPublish(delivery, "in/a", payload.getBytes(StandardCharsets.UTF_8), 1, false,
					false, List.of(), PublishProperties.NONE), payload);
	}

	private void connect(int client) {
		this.ledger.operators().connect(new CompletableFuture<>());
		open(client);
		this.ledger.clients().connected(client);
		this.ledger.clients().answered(client, new Question(ClientLife.Kind.VALIDATION, 0, ""));
	}

	/** The server ends the connection with a reason code. */
	private void end(int client, int reasonCode) {
		this.time.advance(Duration.ofSeconds(1));
		this.ledger.clients()
			.lost(client, new EngineFailure(Kind.DISCONNECTED, reasonCode, "the server disconnected", null, null));
		this.ledger.clients().closing(client);
	}

	private void reject(Offer offer, int reasonCode) {
		this.ledger.publishes()
			.offered(offer, CompletableFuture.failedFuture(new MqttPublishRejectedException("refused", reasonCode)));
	}

	/** A client that was proved, and is lost. */
	private void lose() {
		connect(1);
		this.time.advance(Duration.ofMillis(1));
		this.ledger.clients().lost(1, EngineFailure.of(Kind.CLOSED, "gone", null));
		this.ledger.clients().closing(1);
	}

	private void open(int client) {
		this.ledger.clients().opened(client, spec(Settings.CLIENT_ID));
	}

	private static ClientSpec spec(String clientId) {
		return spec("tcp://one:1883", clientId);
	}

	private static ClientSpec spec(String uri, String clientId) {
		return new ClientSpec(URI.create(uri), clientId, ClientSpec.Credentials.NONE, Duration.ofSeconds(15),
				Duration.ofSeconds(10), true, Duration.ZERO, 1000, 1_000_000, null, null);
	}

	/**
	 * Those of the first seed that fits: one server, an interval, a circuit that is
	 * probed.
	 */
	private static Settings settings() {
		for (long seed = 0;; seed++) {
			Settings settings = Settings.of(new Dice(new SplittableRandom(seed)));
			if (settings.hosts().size() == 1 && settings.minInterval().equals(Duration.ofSeconds(1))
					&& settings.openDuration().equals(Duration.ofSeconds(60)) && !settings.freshIds()
					&& settings.validation() == ValidationMode.PUBLISH && settings.receiveMaximum() > 10
					&& settings.deadLetterTopic() == null) {
				return settings;
			}
		}
	}

}
