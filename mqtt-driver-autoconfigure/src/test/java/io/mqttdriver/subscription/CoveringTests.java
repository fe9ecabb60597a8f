package io.mqttdriver.subscription;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.WireSubscription;
import io.mqttdriver.subscription.RecordingClient.Subscribed;
import io.mqttdriver.topic.TopicFilter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is asked of a server that sends unmarked copies: the covering filters alone.
 */
class CoveringTests {

	private static final Ledger.Server SERVER = new Ledger.Server("tcp://server:1883", false);

	private final Ledger<String> ledger = new Ledger<>(0);

	private RecordingClient client = new RecordingClient();

	private ClientSubscriptions<String> subscriptions;

	private int answered;

	private int heard;

	private Subscriber<String> add(String filter, int qos) {
		Subscriber<String> user = new Subscriber<>(TopicFilter.of(filter), qos, RetainedMessages.ALWAYS, filter);
		this.ledger.add(user);
		return user;
	}

	private void open(Ledger.Server server) {
		this.client = new RecordingClient();
		this.answered = 0;
		this.heard = 0;
		this.subscriptions = this.ledger.open(this.client, ServerLimits.NONE, server);
		this.subscriptions.sync();
	}

	/** All that is asked for is granted, and what follows from it. */
	private void grant() {
		while (this.answered < this.client.subscribed.size()) {
			Subscribed packet = this.client.subscribed.get(this.answered++);
			this.subscriptions.answered(packet.token(), packet.filters().stream().map(WireSubscription::qos).toList());
		}
	}

	/** The filters that were asked for since the last call. */
	private List<WireSubscription> asked() {
		List<WireSubscription> asked = this.client.subscribed.subList(this.heard, this.client.subscribed.size())
			.stream()
			.flatMap((packet) -> packet.filters().stream())
			.toList();
		this.heard = this.client.subscribed.size();
		return asked;
	}

	private void alone() {
		open(SERVER);
		grant();
		this.subscriptions.leaveToCovering();
		grant();
		asked();
	}

	@Test
	void whatIsCoveredIsUnsubscribedAndWhatIsNotStays() {
		List.of("a/#", "a/+/x", "a/b", "a/b/x", "c", "+/b").forEach((filter) -> add(filter, 1));
		alone();
		assertThat(this.client.served).containsExactly("+/b", "a/#", "c");
		assertThat(this.client.subscribed).flatExtracting(Subscribed::filters).hasSize(6);
		assertThat(this.ledger.statuses()).allMatch(SubscriptionStatus::granted);
		assertThat(this.ledger.routing().route(List.of(this.ledger.identifier(1)), "a/b/x"))
			.containsExactlyInAnyOrder("a/#", "a/+/x", "a/b/x");
	}

	@Test
	void theNextClientOfThatServerAsksForTheCoveringFiltersOnlyAndAnotherServersForAll() {
		Subscriber<String> covered = add("a/b", 2);
		add("a/#", 1);
		alone();
		open(SERVER);
		assertThat(asked()).containsExactly(new WireSubscription("a/#", 2, 0));
		grant();
		assertThat(this.client.unsubscribed).isEmpty();
		assertThat(this.ledger.reasonCode(covered.filter())).isEqualTo(2);
		open(new Ledger.Server("tcp://other:1883", false));
		assertThat(asked()).hasSize(2);
	}

	@Test
	void whatASessionMayStillHaveIsUnsubscribed() {
		add("a/b", 1);
		add("a/#", 1);
		alone();
		open(new Ledger.Server(SERVER.name(), true));
		assertThat(this.client.unsubscribed).isEmpty();
		grant();
		assertThat(this.client.unsubscribed).containsExactly(List.of("a/b"));
	}

	@Test
	void withoutIdentifiersTheCoveringFilterAloneIsAskedForFromTheStart() {
		add("a/b", 1);
		add("a/#", 1);
		ServerLimits none = ServerLimits.NONE;
		ServerLimits limits = new ServerLimits(2, true, none.maximumPacketSize(), 10, 10, true, true, false,
				none.keepAlive(), null, null);
		this.subscriptions = this.ledger.open(this.client, limits, SERVER);
		this.subscriptions.sync();
		assertThat(asked()).extracting(WireSubscription::filter).containsExactly("a/#");
	}

	@Test
	void aFilterIsOnItsOwnAgainWhenItsCoveringOneIsWantedNoMore() {
		add("a/b", 1);
		Subscriber<String> covering = add("a/#", 1);
		alone();
		this.ledger.remove(covering);
		this.subscriptions.sync();
		grant();
		assertThat(this.client.served).containsExactly("a/b");
		assertThat(this.ledger.statuses()).allMatch(SubscriptionStatus::granted).hasSize(1);
	}

	@Test
	void aFilterIsOnItsOwnWhenItsCoveringOneIsRefused() {
		Subscriber<String> covered = add("a/b", 1);
		add("a/#", 1);
		alone();
		open(SERVER);
		assertThat(asked()).extracting(WireSubscription::filter).containsExactly("a/#");
		this.subscriptions.answered(this.client.subscribed.get(this.answered++).token(), List.of(0x87));
		assertThat(this.subscriptions.isAnswered()).isFalse();
		grant();
		assertThat(asked()).extracting(WireSubscription::filter).containsExactly("a/b");
		assertThat(this.ledger.reasonCode(covered.filter())).isOne();
		assertThat(this.subscriptions.takeRefusals()).extracting(ClientSubscriptions.Refusal::filter)
			.containsExactly("a/#");
	}

	@Test
	void aNewFilterThatIsCoveredIsAnsweredByTheCoveringOneWhichIsAskedForItsRetainedMessages() {
		add("a/#", 1);
		add("+/x", 1);
		alone();
		Subscriber<String> late = add("a/b", 2);
		this.subscriptions.sync();
		assertThat(late.answer()).isNotDone();
		assertThat(asked()).containsExactly(new WireSubscription("a/#", 2, 0));
		grant();
		assertThat(late.answer()).isCompletedWithValue(2);
		assertThat(this.client.served).containsExactly("+/x", "a/#");
		this.ledger.remove(late);
		this.subscriptions.sync();
		assertThat(this.client.served).containsExactly("+/x", "a/#");
	}

	@Test
	void aNewFilterThatCoversOthersTakesThemOver() {
		add("a/b", 1);
		add("a/+", 1);
		alone();
		assertThat(this.client.served).containsExactly("a/+");
		add("a/#", 0);
		this.subscriptions.sync();
		assertThat(this.client.served).as("until it is granted").contains("a/+");
		grant();
		assertThat(this.client.served).containsExactly("a/#");
		assertThat(asked()).containsExactly(new WireSubscription("a/#", 1, 0));
	}

	@Test
	void sharedFiltersNeitherCoverNorAreCovered() {
		List.of("$share/g/a/#", "a/b", "$share/g/a/c", "a/+").forEach((filter) -> add(filter, 1));
		alone();
		assertThat(this.client.served).containsExactly("$share/g/a/#", "$share/g/a/c", "a/+");
	}

	@Test
	void ofTwoThatMatchTheSameOneIsAskedFor() {
		add("a/#", 1);
		add("#", 1);
		add("+/#", 1);
		alone();
		assertThat(this.client.served).hasSize(1).isSubsetOf("#", "+/#");
	}

	/**
	 * Whatever is added and removed: what is wanted is served by itself or by another.
	 */
	@Test
	void everyWantedFilterIsServedAndNoneBesideOneThatCoversIt() {
		Random random = new Random(11);
		String[] levels = { "a", "b", "+" };
		List<Subscriber<String>> users = new ArrayList<>();
		add("z/#", 1);
		add("z/z", 1);
		alone();
		for (int step = 0; step < 2_000; step++) {
			if (users.size() > 12 || (!users.isEmpty() && random.nextInt(3) == 0)) {
				Collections.shuffle(users, random);
				this.ledger.remove(users.remove(0));
			}
			else {
				StringBuilder filter = new StringBuilder(levels[random.nextInt(3)]);
				for (int depth = random.nextInt(3); depth > 0; depth--) {
					filter.append('/').append(levels[random.nextInt(3)]);
				}
				users.add(add(random.nextInt(4) == 0 ? filter + "/#" : filter.toString(), random.nextInt(3)));
			}
			this.subscriptions.sync();
			grant();
			if (step % 100 == 0) {
				open(SERVER);
				grant();
			}
			assertServed(step);
		}
	}

	private void assertServed(int step) {
		List<TopicFilter> served = this.client.served.stream().map(TopicFilter::of).toList();
		assertThat(this.ledger.statuses()).as("seed 11, step " + step).allSatisfy((status) -> {
			assertThat(status.granted()).as(status.filter()).isTrue();
			assertThat(served).as(status.filter()).anyMatch((one) -> one.covers(TopicFilter.of(status.filter())));
		});
		assertThat(served).as("seed 11, step " + step)
			.noneMatch((one) -> served.stream().anyMatch((other) -> other != one && other.covers(one)))
			.allMatch((one) -> this.ledger.find(one.filter()) != null);
	}

}
