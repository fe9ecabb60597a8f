package io.mqttdriver.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.mqttdriver.MqttDriverBuilder.WhenFull;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.FakeMqttBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Interrupts of callers and handlers.
 */
@Proof(Means.THREADS)
@Timeout(120)
class InterruptTests {

	@BeforeEach
	void logLess() {
		Threads.logLess();
	}

	@AfterEach
	void logAgain() {
		Threads.logAgain();
	}

	/** Some of those that wait for room are interrupted while room comes and goes. */
	@Test
	@Fault("X5")
	void anInterruptedCallerStopsWaitingAndTheOthersGetTheRoom() {
		try (Race race = new Race("interrupted callers");
				RacingDriver it = new RacingDriver(race.random(),
						(builder) -> builder.publishOutboxWhenFull(WhenFull.WAIT).publishOutboxCapacity(2))
					.connected()) {
			for (int round = 0; round < 200; round++) {
				Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
				Queue<Thread> victims = new ConcurrentLinkedQueue<>();
				CountDownLatch ready = new CountDownLatch(3);
				List<Race.Actor> actors = new ArrayList<>();
				for (int i = 0; i < 6; i++) {
					boolean victim = i % 2 == 0;
					actors.add(() -> {
						if (victim) {
							victims.add(Thread.currentThread());
							ready.countDown();
						}
						publishSome(it, attempts, victim);
					});
				}
				actors.add(() -> {
					ready.await();
					victims.forEach(Thread::interrupt);
				});
				it.engine.mute = true;
				CompletableFuture<MqttPublishResult> filling = it.publish(it.payload());
				CompletableFuture<MqttPublishResult> full = it.publish(it.payload());
				actors.add(() -> {
					it.engine.mute = false;
					it.engine.drop();
				});
				race.round(actors);
				assertThat(attempts).hasSize(24);
				attempts.forEach((attempt) -> check(attempt, race));
				Threads.result("publish()", filling);
				Threads.result("publish()", full);
			}
			assertThat(race.tally()).containsKeys("victim interrupted", "published");
		}
	}

	private static void publishSome(RacingDriver it, Queue<Attempt> attempts, boolean victim) {
		for (int i = 0; i < 4; i++) {
			CompletableFuture<MqttPublishResult> future = it.publish(it.payload());
			attempts.add(new Attempt(future, Thread.interrupted(), victim));
		}
	}

	private static void check(Attempt attempt, Race race) {
		Throwable failure = Threads.outcome("publish()", attempt.future());
		if (failure == null) {
			race.count("published");
			return;
		}
		assertThat(failure).isInstanceOf(MqttOutboxFullException.class).hasMessageContaining("interrupted");
		assertThat(attempt.victim()).as("only who was interrupted is refused").isTrue();
		assertThat(attempt.interrupted()).as("the flag stays for the caller").isTrue();
		race.count("victim interrupted");
	}

	/**
	 * One publish, the flag of its caller afterwards, and whether that was to be
	 * interrupted.
	 */
	private record Attempt(CompletableFuture<MqttPublishResult> future, boolean interrupted, boolean victim) {
	}

	/** A caller may send for all: its flag must not reach the library's innards. */
	@Test
	@Fault("X5")
	void publishesOfInterruptedThreadsGoOutThroughTheRealEngine() {
		try (Race race = new Race("interrupted senders");
				FakeMqttBroker broker = FakeMqttBroker.start();
				DefaultMqttDriver driver = new DefaultMqttDriverBuilder().uris(broker.uri())
					.clientId("interrupted")
					.build()) {
			Threads.result("connect()", driver.connect());
			Queue<CompletableFuture<MqttPublishResult>> futures = new ConcurrentLinkedQueue<>();
			Race.Actor interrupted = () -> {
				for (int i = 0; i < 200; i++) {
					Thread.currentThread().interrupt();
					futures.add(driver.publish(MqttPublish.to("out").payload("x").qos(i % 3).build()));
					assertThat(Thread.interrupted()).as("the flag stays for the caller").isTrue();
				}
			};
			race.round(interrupted, interrupted, interrupted);
			assertThat(futures).hasSize(600);
			futures.forEach((future) -> Threads.result("publish()", future));
			assertThat(driver.status().state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(driver.status().rebuilds()).isZero();
		}
	}

	/** The handler's thread is interrupted from outside, or interrupts itself. */
	@Test
	@Fault("X5")
	void anInterruptOfAHandlerIsItsOwnAndReachesNoOtherTask() {
		try (Race race = new Race("interrupted handlers");
				RacingDriver it = new RacingDriver(race.random(), (builder) -> builder.listenerRetryMaxRetries(0))
					.connected()) {
			Queue<String> leaked = new ConcurrentLinkedQueue<>();
			AtomicReference<Thread> waiting = new AtomicReference<>();
			AtomicInteger honoured = new AtomicInteger();
			AtomicInteger others = new AtomicInteger();
			Threads.result("subscribe()", it.driver.subscribe("waits", String.class, (message) -> {
				noteFlag(leaked);
				waiting.set(Thread.currentThread());
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					honoured.incrementAndGet();
					Thread.currentThread().interrupt();
					throw ex;
				}
			}));
			Threads.result("subscribe()",
					it.driver.subscribe(MqttSubscribe.to("others", String.class).concurrency(3).handler((message) -> {
						noteFlag(leaked);
						others.incrementAndGet();
						Thread.currentThread().interrupt();
					}).build()));
			int rounds = 150;
			for (int round = 1; round <= rounds; round++) {
				int expected = round;
				race.round(() -> Threads.result("publish()", it.publish("waits", it.payload())),
						() -> Threads.result("publish()", it.publish("others", it.payload())), () -> {
							Threads.until("the handler waits", () -> waiting.get() != null);
							waiting.getAndSet(null).interrupt();
						});
				Threads.until("honoured", () -> honoured.get() == expected);
				Threads.until("the others are handled", () -> others.get() == expected);
				Threads.result("publish() afterwards", it.publish(it.payload()).thenRun(() -> {
					noteFlag(leaked);
					Thread.currentThread().interrupt();
				}));
				Thread.interrupted();
			}
			assertThat(leaked).as("flags that reached another task").isEmpty();
			assertThat(it.driver.status().rebuilds()).isZero();
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}
	}

	private static void noteFlag(Queue<String> leaked) {
		if (Thread.currentThread().isInterrupted()) {
			leaked.add(Thread.currentThread().getName());
		}
	}

}
