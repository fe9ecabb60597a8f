package io.mqttdriver.subscription;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.WireSubscription;
import io.mqttdriver.subscription.ClientSubscriptions.Refusal;
import io.mqttdriver.subscription.RecordingClient.Subscribed;
import io.mqttdriver.topic.TopicFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The wanted filters, what goes over the wire for them, and where messages go.
 */
class LedgerTests {

	private static final Ledger.Server SERVER = new Ledger.Server("tcp://server:1883", false);

	private final Ledger<String> ledger = new Ledger<>(0);

	private final RecordingClient client = new RecordingClient();

	@Test
	void noTwoFiltersOfAGroupCanMatchOneTopic() {
		Random random = new Random(7);
		String[] levels = { "a", "b", "+", "c" };
		for (int i = 0; i < 200; i++) {
			StringBuilder filter = new StringBuilder(levels[random.nextInt(4)]);
			for (int depth = random.nextInt(4); depth > 0; depth--) {
				filter.append('/').append(levels[random.nextInt(4)]);
			}
			add(random.nextInt(5) == 0 ? filter + "/#" : filter.toString(), 1, "x" + i);
		}
		this.ledger.open(this.client, ServerLimits.NONE, SERVER).sync();
		for (Subscribed packet : this.client.subscribed) {
			List<TopicFilter> filters = packet.filters()
				.stream()
				.map((filter) -> TopicFilter.of(filter.filter()))
				.toList();
			for (TopicFilter one : filters) {
				assertThat(filters).filteredOn((other) -> other.overlaps(one)).containsExactly(one);
			}
		}
		assertThat(this.client.subscribed).extracting(Subscribed::identifier).doesNotHaveDuplicates();
	}

	@Test
	void aTargetThatTwoFiltersLeadToGetsTheMessageOfOneGroupOnly() {
		add("a/+", 1, "both");
		add("a/#", 1, "both");
		add("a/#", 1, "hash");
		this.ledger.open(this.client, ServerLimits.NONE, SERVER).sync();
		int plus = identifierOf("a/+");
		int hash = identifierOf("a/#");
		assertThat(this.ledger.routing().route(List.of(plus), "a/1")).containsExactly("both");
		assertThat(this.ledger.routing().route(List.of(hash), "a/1")).containsExactly("hash");
		assertThat(this.ledger.routing().route(List.of(plus, hash), "a/1")).containsExactlyInAnyOrder("both", "hash");
		assertThat(this.ledger.routing().route(List.of(), "a/1")).containsExactlyInAnyOrder("both", "hash");
		assertThat(this.ledger.routing().route(List.of(hash), "a/1/2")).containsExactlyInAnyOrder("both", "hash");
		assertThat(this.ledger.routing().route(List.of(), "b")).isEmpty();
	}

	@Test
	void aTargetOfARefusedFilterGetsTheMessageByItsOtherFilter() {
		add("a/#", 1, "both");
		add("a/1", 1, "both");
		for (int refused : List.of(0, 0, 1, 0)) {
			this.client.subscribed.clear();
			ClientSubscriptions<String> subscriptions = this.ledger.open(this.client, ServerLimits.NONE, SERVER);
			subscriptions.sync();
			List<Integer> identifiers = List.of(identifierOf("a/#"), identifierOf("a/1"));
			for (int i = 0; i < 2; i++) {
				long token = this.client.subscribed.get(i).token();
				subscriptions.heard(token, List.of((i == refused) ? 0x87 : 1));
			}
			assertThat(this.ledger.routing().route(List.of(identifiers.get(1 - refused)), "a/1"))
				.containsExactly("both");
			subscriptions.close();
		}
	}

	@Test
	void aTargetWhoseFilterIsGrantedAgainGetsTheMessageOnce() {
		add("a/#", 1, "both");
		add("a/1", 1, "both");
		for (int hashAnswer : List.of(0x87, 1, 1)) {
			this.client.subscribed.clear();
			ClientSubscriptions<String> subscriptions = this.ledger.open(this.client, ServerLimits.NONE, SERVER);
			subscriptions.sync();
			int hash = identifierOf("a/#");
			int one = identifierOf("a/1");
			subscriptions.heard(this.client.subscribed.get(1).token(), List.of(1));
			List<String> got = new ArrayList<>(this.ledger.routing().route(List.of(hash), "a/1"));
			subscriptions.heard(this.client.subscribed.get(0).token(), List.of(hashAnswer));
			if (hashAnswer == 1) {
				got.addAll(this.ledger.routing().route(List.of(one), "a/1"));
				assertThat(got).as("one copy before the answer was heard, one after it").containsExactly("both");
			}
			subscriptions.close();
		}
	}

	@Test
	void identifiersOfAFormerClientAreUnknownToTheNextOne() {
		add("a/+", 1, "plus");
		add("a/#", 1, "hash");
		Set<Integer> used = new HashSet<>();
		for (int i = 0; i < 50; i++) {
			RecordingClient next = new RecordingClient();
			this.ledger.open(next, ServerLimits.NONE, SERVER).sync();
			for (int old : used) {
				assertThat(this.ledger.routing().route(List.of(old), "a/1")).containsExactlyInAnyOrder("plus", "hash");
			}
			next.subscribed.forEach((packet) -> assertThat(used.add(packet.identifier())).isTrue());
			add("a/1/" + i, 1, "more");
		}
	}

	@Test
	void identifiersStayWithinTheSpecification() {
		Identifiers last = new Identifiers(268_435_000, 3).forNextClient();
		assertThat(last.identifier(1)).isOne();
		assertThat(new Identifiers(5, 3).forNextClient().identifier(1)).isEqualTo(9);
	}

	@Test
	void theRoutingTableIsASnapshot() {
		Subscriber<String> user = add("a", 1, "x");
		RoutingTable<String> before = this.ledger.routing();
		this.ledger.remove(user);
		assertThat(before.route(List.of(), "a")).containsExactly("x");
		assertThat(this.ledger.routing().route(List.of(), "a")).isEmpty();
		assertThat(this.ledger.size()).isZero();
		assertThat(this.ledger.remove(user)).isFalse();
	}

	@Test
	void theFirstAnswerIsGivenToEveryUserAndTheStatusFollowsEachClient() {
		Subscriber<String> one = add("a", 0, "one");
		Subscriber<String> two = add("a", 2, "two");
		ClientSubscriptions<String> subscriptions = this.ledger.open(this.client, ServerLimits.NONE, SERVER);
		subscriptions.sync();
		assertThat(subscriptions.isAnswered()).isFalse();
		assertThat(this.ledger.statuses()).containsExactly(new SubscriptionStatus("a", 2, -1));
		subscriptions.answered(this.client.subscribed.get(0).token(), List.of(1));
		assertThat(one.answer()).isCompletedWithValue(1);
		assertThat(two.answer()).isCompletedWithValue(1);
		assertThat(this.ledger.statuses()).containsExactly(new SubscriptionStatus("a", 2, 1));
		subscriptions.close();
		assertThat(this.ledger.statuses()).containsExactly(new SubscriptionStatus("a", 2, -1));
	}

	@Test
	void anAnswerThatNobodyWaitsForChangesNothing() {
		add("a", 1, "x");
		ClientSubscriptions<String> subscriptions = this.ledger.open(this.client, ServerLimits.NONE, SERVER);
		subscriptions.sync();
		subscriptions.answered(99, List.of(0x80));
		assertThat(subscriptions.takeRefusals()).isEmpty();
		assertThat(subscriptions.oldestOpen()).isEqualTo(this.client.subscribed.get(0).token());
	}

	@Test
	void refusalsAreTakenOnce() {
		add("a", 1, "x");
		ClientSubscriptions<String> subscriptions = this.ledger.open(this.client, ServerLimits.NONE, SERVER);
		subscriptions.sync();
		subscriptions.answered(this.client.subscribed.get(0).token(), List.of(0x97));
		assertThat(subscriptions.takeRefusals()).containsExactly(new ClientSubscriptions.Refusal("a", 0x97));
		assertThat(subscriptions.takeRefusals()).isEmpty();
	}

	@Test
	void whatIsForgottenIsDoneWithTheAnswerOrWithTheClient() {
		Subscriber<String> one = add("a", 1, "one");
		Subscriber<String> two = add("b", 1, "two");
		ClientSubscriptions<String> subscriptions = this.ledger.open(this.client, ServerLimits.NONE, SERVER);
		subscriptions.sync();
		this.ledger.remove(one);
		var first = subscriptions.sync();
		this.ledger.remove(two);
		var second = subscriptions.sync();
		assertThat(this.client.unsubscribed).containsExactly(List.of("a"), List.of("b"));
		subscriptions.answered(this.client.lastToken - 1, List.of(0));
		assertThat(first).isCompleted();
		assertThat(second).isNotDone();
		subscriptions.close();
		assertThat(second).isCompleted();
	}

	@ParameterizedTest
	@CsvSource({ "ALWAYS, 0, 0", "NEW, 0, 2", "NEVER, 2, 2" })
	void retainedMessagesAreAskedForAsWished(RetainedMessages retained, int first, int rebuild) {
		this.ledger.add(new Subscriber<>(TopicFilter.of("a"), 1, retained, "x"));
		ClientSubscriptions<String> subscriptions = this.ledger.open(this.client, ServerLimits.NONE, SERVER);
		subscriptions.sync();
		subscriptions.answered(this.client.subscribed.get(0).token(), List.of(1));
		subscriptions.close();
		this.ledger.open(this.client, ServerLimits.NONE, SERVER).sync();
		List<WireSubscription> wire = new ArrayList<>();
		this.client.subscribed.forEach((packet) -> wire.addAll(packet.filters()));
		assertThat(wire).extracting(WireSubscription::retainHandling).containsExactly(first, rebuild);
	}

	@Test
	void packetsAreFilledButNeverOverfilled() {
		ServerLimits limits = new ServerLimits(2, true, 60, 10, 10, true, true, true, Duration.ZERO, null, null);
		List.of("aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc", "d".repeat(100), "\u20ac\u20ac\u20ac")
			.forEach((filter) -> add(filter, 1, filter));
		ClientSubscriptions<String> subscriptions = this.ledger.open(this.client, limits, SERVER);
		subscriptions.sync();
		assertThat(this.client.subscribed).extracting((packet) -> packet.filters().size()).containsExactly(3, 1);
		assertThat(this.client.subscribed).extracting(Subscribed::identifier).as("one group").containsOnly(2);
		assertThat(subscriptions.takeRefusals()).as("fits no packet")
			.containsExactly(new Refusal("d".repeat(100), 0x95));
	}

	@Test
	void aFilterThatFillsAPacketToTheByteIsSent() {
		String filter = "f".repeat(100);
		// fixed header 2, packet id 2, properties 1 + 2, filter 2 + 100 + 1
		for (int maximum : new int[] { 109, 110 }) {
			Ledger<String> one = new Ledger<>(0);
			one.add(new Subscriber<>(TopicFilter.of(filter), 1, RetainedMessages.ALWAYS, "target"));
			ServerLimits limits = new ServerLimits(2, true, maximum, 10, 10, true, true, true, Duration.ZERO, null,
					null);
			one.open(this.client, limits, SERVER).sync();
			assertThat(this.client.subscribed).hasSize((maximum == 110) ? 1 : 0);
		}
	}

	private int identifierOf(String filter) {
		return this.client.subscribed.stream()
			.filter((packet) -> packet.filters().stream().anyMatch((one) -> one.filter().equals(filter)))
			.findFirst()
			.orElseThrow()
			.identifier();
	}

	private Subscriber<String> add(String filter, int qos, String target) {
		Subscriber<String> user = new Subscriber<>(TopicFilter.of(filter), qos, RetainedMessages.ALWAYS, target);
		this.ledger.add(user);
		return user;
	}

}
