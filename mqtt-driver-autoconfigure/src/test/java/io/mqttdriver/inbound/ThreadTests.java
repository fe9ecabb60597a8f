package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.inbound.ListenerSettings.Retry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.integration.acks.SimpleAcknowledgment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same with real threads.
 */
@Proof(Proof.Means.THREADS)
class ThreadTests {

	private static final Duration BOUND = Duration.ofSeconds(30);

	private final ExecutorService handlers = Executors.newCachedThreadPool();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final RecordingClient client = new RecordingClient();

	private final Bench.Letters letters = new Bench.Letters();

	private final Dispatcher dispatcher = new Dispatcher(
			new ListenerSettings(true, 1000, 1_000_000, new Retry(1, Duration.ofMillis(1), 1, Duration.ofMillis(1))),
			System::nanoTime, this.timer, this.handlers, this.letters, new Bench.Counts());

	@BeforeEach
	void logLess() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.mqttdriver.inbound", LogLevel.ERROR);
	}

	@AfterEach
	void stop() throws InterruptedException {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.mqttdriver.inbound", null);
		this.handlers.shutdownNow();
		this.timer.shutdownNow();
		assertThat(this.handlers.awaitTermination(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void manyThreadsKeepTheOrderOfTopicsAndOfAcknowledgements() {
		int messages = 20_000;
		Map<String, Queue<Long>> handled = new ConcurrentHashMap<>();
		AtomicInteger calls = new AtomicInteger();
		TestHandler handler = new TestHandler();
		handler.body = (publish, attempt, ack) -> {
			if (attempt == 1 && publish.delivery() % 97 == 0) {
				throw new AssertionError("once");
			}
			handled.computeIfAbsent(publish.topic(), (topic) -> new ConcurrentLinkedQueue<>()).add(publish.delivery());
			calls.incrementAndGet();
			return (publish.delivery() % 5 == 0) ? CompletableFuture.runAsync(Thread::yield) : null;
		};
		Listener listener = this.dispatcher.add(new ListenerSpec("a", 4, false, new Quick(handler)));
		Reception reception = this.dispatcher.open(this.client, (publish) -> List.of(listener));
		LongStream.range(0, messages)
			.forEach((delivery) -> reception
				.received(Bench.message(delivery, "t" + ThreadLocalRandom.current().nextInt(50), 1, new byte[1])));
		assertThat(this.dispatcher.drained()).succeedsWithin(BOUND);
		assertThat(this.client.acknowledged()).hasSize(messages).isSorted();
		assertThat(this.client.overlapped()).isFalse();
		assertThat(calls).hasValue(messages);
		assertThat(handled.values()).allSatisfy((topic) -> assertThat(new ArrayList<>(topic)).isSorted());
		assertThat(listener.topics()).isZero();
	}

	@Test
	@Fault("X5")
	void theEndOfAShutdownInterruptsRunningHandlersAndNobodyElse() throws Exception {
		CountDownLatch running = new CountDownLatch(2);
		CountDownLatch interrupted = new CountDownLatch(2);
		Queue<Boolean> flags = new ConcurrentLinkedQueue<>();
		TestHandler handler = new TestHandler();
		handler.body = (publish, attempt, ack) -> {
			flags.add(Thread.currentThread().isInterrupted());
			if (publish.delivery() > 2) {
				return null;
			}
			running.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				interrupted.countDown();
				throw ex;
			}
			return null;
		};
		Listener listener = this.dispatcher.add(new ListenerSpec("a", 2, false, handler));
		Reception reception = this.dispatcher.open(this.client, (publish) -> List.of(listener));
		reception.received(Bench.message(1, "t", 1, new byte[1]));
		reception.received(Bench.message(2, "u", 1, new byte[1]));
		reception.received(Bench.message(3, "t", 1, new byte[1]));
		assertThat(running.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
		this.dispatcher.interruptAll();
		assertThat(interrupted.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(this.dispatcher.drained()).succeedsWithin(BOUND);
		for (int i = 0; i < 20; i++) {
			reception.received(Bench.message(100 + i, "t" + i, 1, new byte[1]));
		}
		assertThat(this.dispatcher.drained()).succeedsWithin(BOUND);
		assertThat(flags).hasSize(22).containsOnly(false);
		assertThat(this.letters.reasons).isEmpty();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	@Fault("X5")
	void anInterruptDoesNotReachTheNextTaskOfAThread() throws Throwable {
		HandlerThreads threads = new HandlerThreads();
		threads.call(() -> {
			threads.interruptAll();
			return null;
		});
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		threads.interruptAll();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void aHandlerMayCallAnythingOfTheRoom() {
		CompletableFuture<Void> otherDone = new CompletableFuture<>();
		List<Listener> all = new ArrayList<>();
		TestHandler waiting = new TestHandler();
		TestHandler other = new TestHandler();
		other.body = (publish, attempt, ack) -> {
			otherDone.complete(null);
			return null;
		};
		Reception[] reception = new Reception[1];
		waiting.body = (publish, attempt, ack) -> {
			all.get(1).pause();
			all.get(1).resume();
			reception[0].received(Bench.message(2, "answer", 1, new byte[1]));
			otherDone.get(BOUND.toSeconds(), TimeUnit.SECONDS);
			this.dispatcher.windowHolder();
			this.dispatcher.drained();
			reception[0].close();
			all.get(0).close();
			return null;
		};
		all.add(this.dispatcher.add(new ListenerSpec("waiting", 1, false, waiting)));
		all.add(this.dispatcher.add(new ListenerSpec("other", 1, false, other)));
		reception[0] = this.dispatcher.open(this.client,
				(publish) -> List.of(all.get(publish.topic().equals("answer") ? 1 : 0)));
		reception[0].received(Bench.message(1, "question", 1, new byte[1]));
		assertThat(this.dispatcher.drained()).succeedsWithin(BOUND);
		assertThat(waiting.attempts).containsExactly(1);
		assertThat(this.client.acknowledged()).isEmpty();
	}

	@Test
	void aHandlerThatHangsHoldsOnlyItsTopic() {
		CountDownLatch hanging = new CountDownLatch(1);
		TestHandler handler = new TestHandler();
		handler.body = (publish, attempt, ack) -> {
			if (publish.topic().equals("hangs")) {
				hanging.await();
			}
			return null;
		};
		Listener listener = this.dispatcher.add(new ListenerSpec("a", 2, false, handler));
		Reception reception = this.dispatcher.open(this.client, (publish) -> List.of(listener));
		reception.received(Bench.message(1, "hangs", 1, new byte[1]));
		for (int i = 2; i < 100; i++) {
			reception.received(Bench.message(i, "t" + i, 1, new byte[1]));
		}
		Awaitility.await().atMost(BOUND).until(() -> listener.processed() == 98);
		assertThat(listener.lag()).isEqualTo(1);
		assertThat(this.dispatcher.windowHolder()).isEqualTo("listener 'a' holds 1");
		hanging.countDown();
		Awaitility.await().atMost(BOUND).until(() -> this.client.acknowledged().size() == 99);
		assertThat(this.client.acknowledged()).isSorted();
	}

	/** Without the lists of calls, which copy themselves for each. */
	private static final class Quick implements InboundHandler {

		private final TestHandler handler;

		Quick(TestHandler handler) {
			this.handler = handler;
		}

		@Override
		public Invocation read(InboundPublish publish, boolean alone) {
			return new Invocation() {

				@Override
				public CompletionStage<?> invoke(int attempt, SimpleAcknowledgment acknowledgment) throws Throwable {
					return Quick.this.handler.body.run(publish, attempt, acknowledgment);
				}

				@Override
				public boolean retryable(Throwable failure) {
					return true;
				}

				@Override
				public boolean recover(Throwable failure) {
					return false;
				}

			};
		}

		@Override
		public java.lang.reflect.Type objectType() {
			return getClass();
		}

	}

}
