package io.mqttdriver.threads;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.mqttdriver.MqttDriverBuilder.WhenFull;
import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers that do to their futures, and on the driver's threads, what they like.
 */
@Proof(Means.THREADS)
@Timeout(120)
class CallerTests {

	private static final UnaryOperator<DefaultMqttDriverBuilder> NARROW = (
			builder) -> builder.publishOutboxWhenFull(WhenFull.WAIT).publishOutboxCapacity(4);

	@BeforeEach
	void logLess() {
		Threads.logLess();
	}

	@AfterEach
	void logAgain() {
		Threads.logAgain();
	}

	/** Every publisher does something else to its futures. */
	@Test
	@Fault("P13")
	void onlyACallerThatMisusesItsFutureNotices() throws Exception {
		try (Race race = new Race("misuse"); RacingDriver it = new RacingDriver(race.random()).connected()) {
			int told = it.settled.get();
			int published = 0;
			int blocked = 0;
			for (int round = 0; round < 100; round++) {
				CountDownLatch unblock = new CountDownLatch(1);
				Misuse misuse = new Misuse(it, unblock);
				race.round(misuse::cancels, misuse::completes, misuse::throwsInCallbacks, misuse::blocksCallbacks,
						misuse::publishesAndWaits, misuse::publishesWell, misuse::publishesWell);
				assertThat(misuse.well).hasSize(2 * Misuse.EACH);
				misuse.well.forEach((future) -> Threads.result("publish() of another caller", future));
				misuse.nested.forEach((future) -> Threads.result("publish() within a callback", future));
				unblock.countDown();
				misuse.blocking.forEach((future) -> Threads.result("publish() with a callback that blocks", future));
				blocked += misuse.blocked.get();
				published += 7 * Misuse.EACH + misuse.nested.size();
				for (String payload : misuse.payloads) {
					Threads.until("cancelling doesn't withdraw", () -> it.engine.took(payload));
				}
			}
			assertThat(blocked).as("callbacks that blocked a thread of the driver").isPositive();
			int expected = told + published;
			Threads.until("each outcome is told once", () -> it.settled.get() == expected);
			assertThat(it.driver.status().rebuilds()).isZero();
			assertThat(it.driver.status().pendingPublishes()).isZero();
			assertThat(it.engine.opened()).as("the connection never noticed").isOne();
		}
	}

	/**
	 * What callers do.
	 */
	private static final class Misuse {

		private static final int EACH = 5;

		private final RacingDriver it;

		private final CountDownLatch unblock;

		private final List<String> payloads = Collections.synchronizedList(new ArrayList<>());

		private final List<CompletableFuture<?>> well = Collections.synchronizedList(new ArrayList<>());

		private final List<CompletableFuture<?>> nested = Collections.synchronizedList(new ArrayList<>());

		private final List<CompletableFuture<?>> blocking = Collections.synchronizedList(new ArrayList<>());

		private final AtomicInteger blocked = new AtomicInteger();

		Misuse(RacingDriver it, CountDownLatch unblock) {
			this.it = it;
			this.unblock = unblock;
		}

		private CompletableFuture<MqttPublishResult> publish() {
			String payload = this.it.payload();
			this.payloads.add(payload);
			return this.it.publish(payload);
		}

		void cancels() {
			for (int i = 0; i < EACH; i++) {
				publish().cancel(true);
			}
		}

		void completes() {
			for (int i = 0; i < EACH; i++) {
				publish().completeExceptionally(new IllegalStateException("by its holder"));
			}
		}

		void throwsInCallbacks() {
			for (int i = 0; i < EACH; i++) {
				publish().whenComplete((result, failure) -> {
					throw new AssertionError("thrown by a callback");
				});
			}
		}

		void blocksCallbacks() {
			Thread caller = Thread.currentThread();
			for (int i = 0; i < EACH; i++) {
				this.blocking.add(publish().thenAccept((result) -> {
					if (Thread.currentThread() != caller) {
						this.blocked.incrementAndGet();
						await(this.unblock);
					}
				}));
			}
		}

		void publishesAndWaits() {
			for (int i = 0; i < EACH; i++) {
				CompletableFuture<MqttPublishResult> inner = new CompletableFuture<>();
				this.nested.add(inner);
				publish().thenRun(() -> {
					Threads.result("publish() and wait within a callback", publish());
					inner.complete(null);
				});
			}
		}

		void publishesWell() {
			for (int i = 0; i < EACH; i++) {
				this.well.add(publish());
			}
		}

	}

	@Test
	@Fault({ "P10", "P13" })
	void handlersAndCallbacksPublishAndWait() {
		try (Race race = new Race("within"); RacingDriver it = new RacingDriver(race.random(), NARROW).connected()) {
			AtomicInteger handled = new AtomicInteger();
			Threads.result("subscribe()", it.driver.subscribe("in", String.class, (message) -> {
				Throwable failure = Threads.outcome("publish() and wait within a handler", it.publish(it.payload()));
				assertThat(failure == null || failure instanceof MqttOutboxFullException).as("%s", failure).isTrue();
				race.count((failure == null) ? "handler: published" : "handler: full at once");
				handled.incrementAndGet();
			}));
			int rounds = 150;
			for (int round = 0; round < rounds; round++) {
				List<CompletableFuture<?>> chained = new CopyOnWriteArrayList<>();
				race.round(() -> chained.add(it.publish("in", it.payload())), () -> chained.add(chain(it, race, 3)),
						() -> chained.add(chain(it, race, 3)),
						() -> chained.add(it.driver.connect().thenRun(() -> await(race, it))),
						() -> chained.add(it.driver.subscribe("other", String.class, (message) -> {
						}).thenAccept((subscription) -> {
							await(race, it);
							subscription.cancel().join();
							await(race, it);
						})));
				chained.forEach((future) -> Threads.result("a chain of callbacks", future));
			}
			Threads.until("each message is handled", () -> handled.get() == rounds);
			assertThat(race.tally()).containsKeys("handler: published", "callback: published");
		}
	}

	/** Each callback publishes and waits, on top of the one before. */
	private static CompletableFuture<Void> chain(RacingDriver it, Race race, int depth) {
		CompletableFuture<MqttPublishResult> first = it.publish(it.payload());
		if (depth == 0) {
			return first.thenRun(() -> {
			});
		}
		return first.thenRun(() -> {
			await(race, it);
			Throwable failure = Threads.outcome("a chain within a callback", chain(it, race, depth - 1));
			assertThat(failure == null || failure instanceof MqttOutboxFullException).as("%s", failure).isTrue();
		});
	}

	private static void await(Race race, RacingDriver it) {
		Throwable failure = Threads.outcome("publish() and wait within a callback", it.publish(it.payload()));
		assertThat(failure == null || failure instanceof MqttOutboxFullException).as("%s", failure).isTrue();
		race.count((failure == null) ? "callback: published" : "callback: full at once");
	}

	@Test
	@Fault("P10")
	void aPublishDuringTheShutdownIsSettledAndOneAfterItFailsAtOnce() {
		try (Race race = new Race("shutdown"); RacingDriver it = new RacingDriver(race.random(), NARROW)) {
			for (int round = 0; round < 60; round++) {
				it.connected();
				List<Race.Actor> actors = new ArrayList<>();
				CountDownLatch stopped = new CountDownLatch(1);
				for (int i = 0; i < 4; i++) {
					actors.add(() -> publishUntil(it, race, stopped));
				}
				actors.add(() -> {
					Threads.result("disconnect()", it.driver.disconnect());
					stopped.countDown();
				});
				race.round(actors);
				it.engine.mute = true;
				assertThat(Threads.outcome("publish() after disconnect()", it.publish(it.payload())))
					.isInstanceOf(MqttDriverClosedException.class);
				it.engine.mute = false;
			}
			assertThat(race.tally()).containsKeys("acknowledged", "refused");
		}
	}

	/** With a narrow outbox: the callers wait for room, and the shutdown frees them. */
	private static void publishUntil(RacingDriver it, Race race, CountDownLatch stopped) {
		List<CompletableFuture<MqttPublishResult>> futures = new ArrayList<>();
		while (stopped.getCount() > 0) {
			String payload = it.payload();
			CompletableFuture<MqttPublishResult> future = it.publish(payload);
			futures.add(future.thenApply((result) -> {
				assertThat(it.engine.took(payload)).isTrue();
				return result;
			}));
			if (future.isCompletedExceptionally()) {
				await(stopped);
			}
		}
		for (CompletableFuture<MqttPublishResult> future : futures) {
			Throwable failure = Threads.outcome("publish() during disconnect()", future);
			assertThat(failure == null || failure instanceof MqttDriverClosedException).as("%s", failure).isTrue();
			race.count((failure == null) ? "acknowledged" : "refused");
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(Race.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

}
