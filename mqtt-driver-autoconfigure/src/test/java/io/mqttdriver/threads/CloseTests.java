package io.mqttdriver.threads;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code close()} against everything else, and everything after it.
 */
@Proof(Means.THREADS)
@Timeout(120)
class CloseTests {

	private static final int ROUNDS = Integer.getInteger("threads.closes", 100);

	private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

	/** A call and its future. */
	private record Asked(String what, CompletableFuture<?> future) {
	}

	@BeforeEach
	void logLess() {
		Threads.logLess();
	}

	@AfterEach
	void logAgain() {
		Threads.logAgain();
	}

	@Test
	@Fault({ "X2", "P10" })
	void whateverRacesWithCloseEndsAndNothingIsLeft() {
		try (Race race = new Race("close")) {
			for (int round = 0; round < ROUNDS; round++) {
				RacingDriver it = new RacingDriver(race.random());
				if (race.random().nextBoolean()) {
					it.connected();
				}
				CompletableFuture<MqttSubscription> subscription = it.driver.subscribe("in", String.class,
						(message) -> {
						});
				List<Race.Actor> actors = new ArrayList<>();
				for (int i = 0; i < 3; i++) {
					long seed = race.random().nextLong();
					actors.add(() -> act(it, subscription, new Random(seed)));
				}
				actors.add(it.driver::close);
				race.round(actors);
				this.asked.add(new Asked("subscribe() before close()", subscription));
				settleAll(race);
				it.close();
				callsAfterCloseFailAtOnce(it, subscription);
			}
			assertThat(race.tally()).containsKeys("done", "closed");
		}
	}

	private void act(RacingDriver it, CompletableFuture<MqttSubscription> subscription, Random random) {
		for (int i = 0; i < 6; i++) {
			int which = random.nextInt(7);
			this.asked.add(new Asked("call " + which + " beside close()", switch (which) {
				case 0 -> it.driver.connect();
				case 1 -> it.driver.disconnect();
				case 2 -> it.driver.reconnectManager(true, false).reconnect();
				case 3 -> it.driver.subscribe("s" + random.nextInt(), String.class, (message) -> {
				});
				case 4 -> it.driver.unsubscribe("in");
				case 5 -> subscription.isDone() && !subscription.isCompletedExceptionally()
						? subscription.join().cancel() : it.driver.unsubscribe("in");
				default -> it.publish(it.payload());
			}));
		}
	}

	private void settleAll(Race race) {
		for (Asked one : this.asked) {
			Throwable failure = Threads.outcome(one.what(), one.future());
			race.count((failure == null) ? "done"
					: (failure instanceof MqttDriverClosedException) ? "closed" : failure.toString());
		}
		this.asked.clear();
	}

	private static void callsAfterCloseFailAtOnce(RacingDriver it, CompletableFuture<MqttSubscription> subscription) {
		List<Supplier<CompletableFuture<?>>> refused = List.of(it.driver::connect, () -> it.publish("late"),
				() -> it.driver.reconnectManager(true, false).reconnect(),
				() -> it.driver.subscribe("late", String.class, (message) -> {
				}));
		refused.forEach((call) -> assertThat(Threads.outcome("a call after close()", call.get()))
			.isInstanceOf(MqttDriverClosedException.class));
		Threads.result("disconnect() after close()", it.driver.disconnect());
		Threads.result("unsubscribe() after close()", it.driver.unsubscribe("in"));
		if (!subscription.isCompletedExceptionally()) {
			Threads.result("cancel() after close()", subscription.join().cancel());
		}
		it.driver.reconnectManager(true, false).resetCircuit();
		it.assertNothingLeft();
	}

	@Test
	@Fault({ "X5", "P10" })
	void anInterruptedCloseReturnsAtOnceAndEndsEverythingAllTheSame() throws Exception {
		try (Race race = new Race("interrupted close")) {
			for (int round = 0; round < 40; round++) {
				RacingDriver it = new RacingDriver(race.random()).connected();
				it.engine.mute = race.random().nextBoolean();
				List<CompletableFuture<MqttPublishResult>> accepted = new ArrayList<>();
				for (int i = 0; i < 20; i++) {
					accepted.add(it.publish(it.payload()));
				}
				CompletableFuture<Boolean> flag = new CompletableFuture<>();
				race.round(() -> {
					Thread.currentThread().interrupt();
					it.driver.close();
					flag.complete(Thread.interrupted());
				});
				assertThat(flag.join()).as("the flag stays for the caller").isTrue();
				it.engine.mute = false;
				it.engine.drop();
				accepted.forEach((future) -> Threads.outcome("publish() before close()", future));
				it.close();
			}
		}
	}

	@Test
	@Fault("P10")
	void aHandlerAndACallbackMayCloseTheDriver() throws Exception {
		try (Race race = new Race("close from within")) {
			for (int round = 0; round < 20; round++) {
				RacingDriver it = new RacingDriver(race.random(),
						(builder) -> builder.shutdownTimeout(Duration.ofMillis(50)))
					.connected();
				CountDownLatch closed = new CountDownLatch(2);
				Threads.result("subscribe()", it.driver.subscribe("in", String.class, (message) -> {
					it.driver.close();
					closed.countDown();
				}));
				it.publish("in", it.payload()).thenRun(() -> {
					it.driver.close();
					closed.countDown();
				});
				assertThat(closed.await(Race.LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
				it.close();
			}
		}
	}

}
