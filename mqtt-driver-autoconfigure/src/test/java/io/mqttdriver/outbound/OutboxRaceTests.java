package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttPublishTimeoutException;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.outbound.RecordingClient.Sent;
import io.mqttdriver.threads.Race;
import io.mqttdriver.threads.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two to four actors on one outbox, thousands of times; each outcome must be one of those
 * allowed.
 */
@Proof(Means.THREADS)
@Timeout(60)
class OutboxRaceTests {

	private static final Duration LONG = Duration.ofMinutes(10);

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	private final ExecutorService callbacks = Executors.newCachedThreadPool();

	private final AtomicInteger told = new AtomicInteger();

	@AfterEach
	void stop() {
		this.timer.shutdownNow();
		this.callbacks.shutdownNow();
	}

	private Outbox outbox(Duration deliveryTimeout, int capacity) {
		return new Outbox(new PublishSettings(LONG, deliveryTimeout, capacity, 1 << 20, true), System::nanoTime,
				this.timer, this.callbacks, (qos, outcome, elapsed) -> this.told.incrementAndGet());
	}

	private Window open(Outbox outbox, RecordingClient client, int size) {
		Window window = outbox.open(client, new OutboxTests.QuietContext());
		window.start(Rig.window(size));
		return window;
	}

	/** PUBACK, delivery timeout, loss and the end of the driver at the same moment. */
	@Test
	@Fault("P10")
	void oneOutcomeIsToldHoweverManyEndsMeet() {
		try (Race race = new Race("ends")) {
			for (int round = 0; round < 3000; round++) {
				int before = this.told.get();
				Outbox outbox = outbox(Duration.ofNanos(20_000 + race.random().nextInt(200_000)), 10);
				RecordingClient client = new RecordingClient(System::nanoTime);
				Window window = open(outbox, client, 10);
				CompletableFuture<MqttPublishResult> future = outbox.publish(Rig.message("t", "x", 1));
				race.round(() -> window.settled(1, 0, ""), window::close,
						() -> outbox.failAll(new MqttDriverClosedException("ended")));
				Throwable failure = Threads.outcome("publish()", future);
				race.count((failure == null) ? "acknowledged" : failure.getClass().getSimpleName());
				assertThat(outbox.pending()).isZero();
				assertThat(outbox.pendingBytes()).isZero();
				assertThat(this.told.get() - before).as("outcomes told").isOne();
			}
			assertThat(race.tally().keySet()).contains("acknowledged")
				.isSubsetOf("acknowledged", MqttDriverClosedException.class.getSimpleName(),
						MqttPublishTimeoutException.class.getSimpleName());
		}
	}

	/** The pump, PUBACKs, the death of the window and the start of the next. */
	@Test
	void aWindowThatDiesUnderThePumpLosesNothingAndKeepsTheOrder() {
		try (Race race = new Race("dying window")) {
			for (int round = 0; round < 2000; round++) {
				Outbox outbox = outbox(LONG, 100);
				RecordingClient first = new RecordingClient(System::nanoTime);
				RecordingClient second = new RecordingClient(System::nanoTime);
				Window dying = open(outbox, first, 4);
				Queue<CompletableFuture<MqttPublishResult>> futures = new ConcurrentLinkedQueue<>();
				AtomicInteger sentWhenClosed = new AtomicInteger();
				Window[] next = new Window[1];
				race.round(() -> {
					for (int i = 0; i < 20; i++) {
						futures.add(outbox.publish(Rig.message("t", String.valueOf(i), 1)));
					}
				}, () -> {
					for (long token = 1; token <= 10; token++) {
						dying.settled(token, 0, "");
					}
				}, () -> {
					dying.close();
					sentWhenClosed.set(first.sent().size());
					next[0] = open(outbox, second, 100);
				});
				assertThat(first.sent().size() - sentWhenClosed.get())
					.as("calls of a pump that was on its way when the window closed")
					.isBetween(0, 1);
				race.count("sent on the dead client: " + (first.sent().size() - sentWhenClosed.get()));
				acknowledgeAll(second, next[0]);
				assertThat(futures).hasSize(20);
				futures.forEach((future) -> assertThat(Threads.outcome("publish()", future)).isNull());
				assertThat(numbers(first)).as("first attempts in order").isSorted();
				assertThat(numbers(second)).as("oldest first, new ones behind").isSorted().doesNotHaveDuplicates();
				List<Integer> all = new ArrayList<>(numbers(first));
				all.addAll(numbers(second));
				assertThat(all).as("nothing is lost").contains(0, 19);
				assertThat(all.stream().distinct().count()).isEqualTo(20);
			}
			race.tally();
		}
	}

	private static void acknowledgeAll(RecordingClient client, Window window) {
		int done = 0;
		while (done < client.sent().size()) {
			List<Sent> all = client.sent();
			for (Sent sent : all.subList(done, all.size())) {
				window.settled(sent.token(), 0, "");
				done++;
			}
		}
	}

	private static List<Integer> numbers(RecordingClient client) {
		return client.texts().stream().map(Integer::valueOf).toList();
	}

	/**
	 * What is accepted beside the end of everything has its delivery timeout all the
	 * same.
	 */
	@Test
	void failAllTakesNoDeadlineFromWhatIsAcceptedRightAfterIt() {
		try (Race race = new Race("fail all")) {
			for (int round = 0; round < 600; round++) {
				Outbox outbox = outbox(Duration.ofMillis(3), 10);
				Queue<CompletableFuture<MqttPublishResult>> futures = new ConcurrentLinkedQueue<>();
				race.round(() -> outbox.failAll(new MqttDriverClosedException("ended")), () -> {
					for (int i = 0; i < 3; i++) {
						outbox.reopenIntake();
						futures.add(outbox.publish(Rig.message("t", "x", 1)));
					}
				});
				for (CompletableFuture<MqttPublishResult> future : futures) {
					race.count(Threads.outcome("publish()", future).getClass().getSimpleName());
				}
				assertThat(outbox.pending()).isZero();
			}
			race.tally();
		}
	}

	/**
	 * Callers that wait for room, one of them interrupted, while room comes and all ends.
	 */
	@Test
	@Fault({ "P10", "X5" })
	void whoeverWaitsForRoomIsFreedByRoomByAnInterruptAndByTheEnd() {
		try (Race race = new Race("room")) {
			for (int round = 0; round < 2000; round++) {
				Outbox outbox = outbox(LONG, 1);
				RecordingClient client = new RecordingClient(System::nanoTime);
				Window window = open(outbox, client, 10);
				outbox.publish(Rig.message("t", "x", 1));
				boolean ends = race.random().nextBoolean();
				Thread[] victim = new Thread[1];
				CompletableFuture<Thread> known = new CompletableFuture<>();
				Queue<CompletableFuture<MqttPublishResult>> futures = new ConcurrentLinkedQueue<>();
				race.round(() -> {
					victim[0] = Thread.currentThread();
					known.complete(victim[0]);
					futures.add(outbox.publish(Rig.message("t", "x", 1)));
					Thread.interrupted();
				}, () -> futures.add(outbox.publish(Rig.message("u", "x", 1))), () -> known.join().interrupt(), () -> {
					if (ends) {
						outbox.failAll(new MqttDriverClosedException("ended"));
					}
					else {
						window.settled(1, 0, "");
						while (futures.size() < 2) {
							acknowledgeAll(client, window);
							Thread.yield();
						}
					}
				});
				acknowledgeAll(client, window);
				for (CompletableFuture<MqttPublishResult> future : futures) {
					Throwable failure = Threads.outcome("publish()", future);
					race.count((failure == null) ? "acknowledged" : failure.getClass().getSimpleName());
				}
				assertThat(futures).hasSize(2);
				assertThat(outbox.pending()).isZero();
			}
			assertThat(race.tally().keySet()).containsExactlyInAnyOrder("acknowledged", "MqttDriverClosedException",
					"MqttOutboxFullException");
		}
	}

}
