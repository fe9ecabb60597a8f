package io.mqttdriver.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.MqttSubscriptionRejectedException;
import io.mqttdriver.autoconfigure.health.DriverHealth;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.ServerRecord.Subscribe;
import io.mqttdriver.engine.ServerRecord.Unsubscribe;
import io.mqttdriver.engine.WireSubscription;
import io.mqttdriver.event.MqttSubscriptionRefusedEvent;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.subscription.SubscriptionStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the server is asked to send, over rebuilds.
 */
@Proof(Means.SIMULATED)
class SubscribingTests {

	@Test
	void asManySubscribesGoOutAsThereAreOverlapGroupsEachWithAnIdentifier() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			List.of("a/+", "b/+", "a/#", "c", "$share/g/b/1").forEach((filter) -> subscribe(it, filter));
			it.connected();
			List<Subscribe> packets = it.record().packets(Subscribe.class);
			assertThat(packets).extracting(Subscribe::names)
				.containsExactly(List.of("a/+", "b/+", "c"), List.of("a/#", "$share/g/b/1"));
			assertThat(packets).extracting(Subscribe::identifier).doesNotHaveDuplicates().allMatch((id) -> id > 0);
		}
	}

	/** L12. */
	@Test
	void aGroupTakesAsFewPacketsAsTheServersPacketSizeAllows() {
		ServerLimits limits = new ServerLimits(2, true, 1_000, 10, 10, true, true, true, Duration.ZERO, null, null);
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.accept(limits, false));
			IntStream.range(0, 1_000).forEach((i) -> subscribe(it, "filter/%03d".formatted(i)));
			it.connected();
			assertThat(it.record().packets(Subscribe.class)).hasSize((1_000 * 13 + 986) / 987);
			assertThat(it.driver.subscriptions()).hasSize(1_000).allMatch(SubscriptionStatus::granted);
		}
	}

	@Test
	void aServerWithoutIdentifiersIsGivenNone() {
		ServerLimits limits = new ServerLimits(2, true, 1_000, 10, 10, true, true, false, Duration.ZERO, null, null);
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.accept(limits, false));
			subscribe(it, "a/+");
			subscribe(it, "a/#");
			it.connected();
			assertThat(it.record().packets(Subscribe.class)).extracting(Subscribe::identifier).containsOnly(0);
		}
	}

	@Test
	void everyFilterOfEveryHandlerIsThereAgainAfterARebuildUnderOtherIdentifiers() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			List.of("a/+", "b/+", "a/#").forEach((filter) -> subscribe(it, filter));
			it.stable();
			Set<Integer> used = new HashSet<>();
			for (int i = 0; i < 10; i++) {
				List<Subscribe> packets = it.record().packets(Subscribe.class);
				assertThat(packets.stream().flatMap((packet) -> packet.names().stream()))
					.containsExactlyInAnyOrder("a/+", "b/+", "a/#");
				packets.forEach((packet) -> assertThat(used.add(packet.identifier())).isTrue());
				it.record().clear();
				it.engine.drop();
				it.seconds(60);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2 })
	@Fault("L11")
	void aRefusedFilterFailsItsFutureStaysWantedAndIsTriedAgainWithTheRebuild(int reasonCode) {
		List<String> heard = new ArrayList<>();
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().routes(true).filters((filter) -> filter.filter().equals("bad") ? reasonCode : filter.qos());
			CompletableFuture<MqttSubscription> bad = subscribe(it, "bad");
			CompletableFuture<MqttSubscription> good = it.driver.subscribe("good", String.class,
					(message) -> heard.add(message.getPayload()));
			it.stable();
			assertThat(SimulatedDriver.failure(bad)).isInstanceOfSatisfying(MqttSubscriptionRejectedException.class,
					(ex) -> assertThat(ex.reasonCode()).isEqualTo(reasonCode));
			assertRefused(it, "bad");
			it.driver.publish("good", "x");
			it.seconds(1);
			assertThat(heard).containsExactly("x");
			assertThat(good).isCompleted();
			assertThat(it.driver.subscriptions()).extracting(SubscriptionStatus::refused).containsExactly(true, false);
			assertThat(it.events).filteredOn(MqttSubscriptionRefusedEvent.class::isInstance)
				.singleElement()
				.satisfies((event) -> {
					assertThat(((MqttSubscriptionRefusedEvent) event).getFilter()).isEqualTo("bad");
					assertThat(((MqttSubscriptionRefusedEvent) event).getReasonCode()).isEqualTo(reasonCode);
				});
			it.script().filters(WireSubscription::qos);
			it.engine.drop();
			it.seconds(1);
			assertThat(it.driver.subscriptions()).hasSize(2).allMatch(SubscriptionStatus::granted);
			assertThat(DriverHealth.of(it.driver).getStatus()).isEqualTo(Status.UP);
		}
	}

	@Test
	@Fault("L11")
	void aFilterThatIsRefusedOnlyOnARebuildIsReportedAndTriedAgainWithTheNext() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			List.of("bad", "good").forEach((filter) -> subscribe(it, filter));
			it.stable();
			assertThat(DriverHealth.of(it.driver).getStatus()).isEqualTo(Status.UP);
			it.script().filters((filter) -> filter.filter().equals("bad") ? 0x87 : filter.qos());
			it.engine.drop();
			it.seconds(60);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertRefused(it, "bad");
			assertThat(it.events).filteredOn(MqttSubscriptionRefusedEvent.class::isInstance).hasSize(1);
			it.script().filters(WireSubscription::qos);
			it.engine.drop();
			it.seconds(1);
			assertThat(it.driver.subscriptions()).hasSize(2).allMatch(SubscriptionStatus::granted);
		}
	}

	private static void assertRefused(SimulatedDriver it, String filter) {
		assertThat(DriverHealth.of(it.driver).getStatus()).isEqualTo(Status.DOWN);
		assertThat(DriverHealth.of(it.driver).getDetails()).containsEntry("refusedSubscriptions", List.of(filter));
	}

	@Test
	void aFilterThatTheServerCanNotServeIsRefusedWithoutAskingIt() {
		ServerLimits limits = new ServerLimits(2, true, 1_000, 10, 10, false, false, true, Duration.ZERO, null, null);
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.accept(limits, false));
			CompletableFuture<MqttSubscription> wildcard = subscribe(it, "a/+");
			CompletableFuture<MqttSubscription> shared = subscribe(it, "$share/g/a");
			it.connected();
			assertThat(((MqttSubscriptionRejectedException) SimulatedDriver.failure(wildcard)).reasonCode())
				.isEqualTo(0xA2);
			assertThat(((MqttSubscriptionRejectedException) SimulatedDriver.failure(shared)).reasonCode())
				.isEqualTo(0x9E);
			assertThat(it.record().packets(Subscribe.class)).isEmpty();
		}
	}

	@Test
	@Fault("L13")
	void noSubackIsALossAtConnectTimeout() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			subscribe(it, "a");
			it.script().ignoreFilters(true);
			it.driver.connect();
			it.seconds(9.9);
			assertThat(it.state()).isEqualTo(MqttDriverState.SUBSCRIBING);
			it.seconds(0.2);
			assertThat(it.state()).isEqualTo(MqttDriverState.WAITING);
			assertThat(it.driver.status().lastFailure()).contains("SUBACK").contains("mqtt.driver.connect-timeout");
			it.script().ignoreFilters(false);
			it.seconds(6);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	@Test
	@Fault("L13")
	void noUnsubackIsALossAtConnectTimeout() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			subscribe(it, "a");
			it.stable();
			it.script().ignoreFilters(true);
			CompletableFuture<Void> removed = it.driver.unsubscribe("a");
			it.seconds(9.9);
			assertThat(removed).isNotDone();
			it.script().ignoreFilters(false);
			it.seconds(1);
			assertThat(removed).isCompleted();
			assertThat(it.record().opened()).isEqualTo(2);
			assertThat(it.driver.subscriptions()).isEmpty();
		}
	}

	@Test
	void whateverTheStateSubscribingAndUnsubscribingEndInWhatIsWanted() {
		for (MqttDriverState state : List.of(MqttDriverState.CONNECTING, MqttDriverState.VALIDATING,
				MqttDriverState.SUBSCRIBING, MqttDriverState.CONNECTED, MqttDriverState.WAITING)) {
			try (SimulatedDriver it = new SimulatedDriver()) {
				subscribe(it, "old");
				it.script().nextConnects(ConnectAnswer.close());
				it.driver.connect();
				it.until(state);
				List<CompletableFuture<?>> futures = new ArrayList<>();
				futures.add(subscribe(it, "kept"));
				futures.add(subscribe(it, "gone"));
				futures.add(it.driver.unsubscribe("gone"));
				futures.add(it.driver.unsubscribe("old"));
				futures.add(subscribe(it, "again"));
				futures.add(it.driver.unsubscribe("again"));
				futures.add(subscribe(it, "again"));
				it.seconds(20);
				assertThat(futures).as(state.name()).allMatch(CompletableFuture::isDone);
				assertThat(it.driver.subscriptions()).as(state.name())
					.allMatch(SubscriptionStatus::granted)
					.extracting(SubscriptionStatus::filter)
					.containsExactly("again", "kept");
				assertThat(serverSide(it)).as(state.name()).containsExactlyInAnyOrder("again", "kept");
			}
		}
	}

	@Test
	void aFilterSharedByHandlersIsSubscribedOnceWithTheHighestQosAndGoesWithItsLastUser() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			List<CompletableFuture<MqttSubscription>> users = IntStream.of(0, 2, 1)
				.mapToObj(
						(qos) -> it.driver.subscribe(MqttSubscribe.to("a/{id}", String.class).qos(qos).handler((m) -> {
						}).build()))
				.toList();
			it.stable();
			assertThat(it.record().packets(Subscribe.class)).singleElement()
				.satisfies((packet) -> assertThat(packet.filters()).containsExactly(new WireSubscription("a/+", 2, 0)));
			assertThat(users.get(0).join().grantedQos()).isEqualTo(2);
			users.get(1).join().cancel();
			users.get(0).join().cancel();
			it.seconds(1);
			assertThat(it.record().packets(Unsubscribe.class)).isEmpty();
			CompletableFuture<Void> last = users.get(2).join().cancel();
			it.seconds(1);
			assertThat(last).isCompleted();
			assertThat(it.record().packets(Unsubscribe.class)).containsExactly(new Unsubscribe(List.of("a/+")));
		}
	}

	@Test
	void aFurtherUserOfAGrantedFilterIsAnsweredAtOnceUnlessItWantsMore() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			subscribe(it, "a");
			it.stable();
			it.record().clear();
			CompletableFuture<MqttSubscription> same = subscribe(it, "a");
			it.time.settle();
			assertThat(same).isCompleted();
			assertThat(it.record().sent()).isEmpty();
			CompletableFuture<MqttSubscription> more = it.driver
				.subscribe(MqttSubscribe.to("a", String.class).qos(2).handler((message) -> {
				}).build());
			it.seconds(1);
			assertThat(more.join().grantedQos()).isEqualTo(2);
			assertThat(it.record().packets(Subscribe.class)).hasSize(1);
		}
	}

	@Test
	void aSubscriptionWithoutAnswerFailsWithTheDisconnectAndIsMadeWithTheNextConnect() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			CompletableFuture<MqttSubscription> early = subscribe(it, "a");
			it.driver.disconnect();
			it.seconds(1);
			assertThat(SimulatedDriver.failure(early)).isInstanceOf(MqttDriverClosedException.class);
			it.connected();
			assertThat(serverSide(it)).containsExactly("a");
		}
	}

	@Test
	void aMessageComesToEveryHandlerOfItsTopicOnce() {
		List<String> heard = new ArrayList<>();
		try (SimulatedDriver it = new SimulatedDriver()) {
			for (String filter : List.of("a/+", "a/#", "a/{id}")) {
				it.driver.subscribe(filter, String.class, (message) -> heard.add(filter + message.getPayload()));
			}
			it.script().routes(true);
			it.stable();
			it.driver.publish("a/1", "x");
			it.seconds(1);
			it.engine.drop();
			it.seconds(1);
			it.driver.publish("a/1", "y");
			it.seconds(1);
			assertThat(heard).containsExactlyInAnyOrder("a/+x", "a/#x", "a/{id}x", "a/+y", "a/#y", "a/{id}y");
		}
	}

	@Test
	void identifiersOfAnOlderSessionAreIgnoredAndTheTopicDecides() {
		List<String> heard = new ArrayList<>();
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.driver.subscribe("a/+", String.class, (message) -> heard.add("plus"));
			it.driver.subscribe("a/#", String.class, (message) -> heard.add("hash"));
			it.stable();
			int old = it.record().packets(Subscribe.class).get(0).identifier();
			it.engine.drop();
			it.seconds(1);
			it.engine.deliver(new Message("a/1", "x", 1, false, List.of(old), Message.of("", "", 0).properties()));
			it.seconds(1);
			assertThat(heard).containsExactlyInAnyOrder("plus", "hash");
		}
	}

	/** What the last client has subscribed to, as its server knows it. */
	private static Set<String> serverSide(SimulatedDriver it) {
		Set<String> filters = new HashSet<>();
		it.record().sent().stream().filter((sent) -> sent.client() == it.record().opened()).forEach((sent) -> {
			if (sent.packet() instanceof Subscribe subscribe) {
				filters.addAll(subscribe.names());
			}
			else if (sent.packet() instanceof Unsubscribe unsubscribe) {
				unsubscribe.filters().forEach(filters::remove);
			}
		});
		return filters;
	}

	private static CompletableFuture<MqttSubscription> subscribe(SimulatedDriver it, String filter) {
		return it.driver.subscribe(filter, String.class, (message) -> {
		});
	}

}
