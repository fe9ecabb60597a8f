package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sixteen publishers, two threads that answer, and windows that die under them.
 */
@Proof(Means.THREADS)
class OutboxThreadsTests {

	private static final int PUBLISHERS = 16;

	private static final int EACH = 1500;

	private static final int WINDOW = 50;

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger told = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicInteger tooMany = new AtomicInteger();

	private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

	private final Map<String, List<Integer>> firstAttempts = new ConcurrentHashMap<>();

	private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final Outbox outbox = new Outbox(
			new PublishSettings(Duration.ofSeconds(30), Duration.ofMinutes(1), 500, 64 << 20, true), System::nanoTime,
			this.timer, this.threads, (qos, outcome, elapsed) -> this.told.incrementAndGet());

	@AfterEach
	void stop() {
		this.timer.shutdownNow();
		this.threads.shutdownNow();
	}

	@Test
	@Timeout(60)
	void everyFutureIsSettledOnceInOrderWhileWindowsDie() throws Exception {
		connect();
		this.threads.execute(guarded(this::answerAll));
		this.threads.execute(guarded(this::answerAll));
		ConcurrentLinkedQueue<CompletableFuture<MqttPublishResult>> futures = new ConcurrentLinkedQueue<>();
		publishAll(futures);
		CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
		this.outbox.drained().get(10, TimeUnit.SECONDS);
		assertThat(this.failures).isEmpty();
		assertThat(futures).hasSize(PUBLISHERS * EACH);
		assertThat(this.told).hasValue(PUBLISHERS * EACH);
		assertThat(this.tooMany).as("more open than the window").hasValue(0);
		assertThat(this.firstAttempts).hasSize(PUBLISHERS);
		this.firstAttempts.values().forEach((list) -> assertThat(list).hasSize(EACH).isSorted());
		assertThat(this.outbox.pendingBytes()).isZero();
	}

	@Test
	@Fault("P10")
	@Timeout(60)
	void failAllInTheMiddleSettlesEveryFuture() throws Exception {
		connect();
		this.threads.execute(guarded(this::answerAll));
		ConcurrentLinkedQueue<CompletableFuture<MqttPublishResult>> futures = new ConcurrentLinkedQueue<>();
		CountDownLatch some = new CountDownLatch(2000);
		this.threads.execute(guarded(() -> {
			some.await();
			this.outbox.failAll(new MqttDriverClosedException("stopped"));
		}));
		publishAll(futures, some);
		for (CompletableFuture<MqttPublishResult> future : futures) {
			future.handle((result, ex) -> ex).get(10, TimeUnit.SECONDS);
		}
		assertThat(this.failures).isEmpty();
		assertThat(this.told).hasValue(PUBLISHERS * EACH);
		assertThat(this.outbox.pending()).isZero();
	}

	private void publishAll(ConcurrentLinkedQueue<CompletableFuture<MqttPublishResult>> futures) throws Exception {
		publishAll(futures, new CountDownLatch(0));
	}

	private void publishAll(ConcurrentLinkedQueue<CompletableFuture<MqttPublishResult>> futures, CountDownLatch count)
			throws Exception {
		List<Thread> publishers = new ArrayList<>();
		for (int publisher = 0; publisher < PUBLISHERS; publisher++) {
			String topic = "p" + publisher;
			Thread thread = new Thread(guarded(() -> {
				for (int i = 0; i < EACH; i++) {
					futures.add(this.outbox.publish(Rig.message(topic, String.valueOf(i), 1 + i % 2)));
					count.countDown();
				}
			}));
			publishers.add(thread);
			thread.start();
		}
		for (Thread publisher : publishers) {
			publisher.join();
		}
	}

	private void connect() {
		RecordingClient client = new RecordingClient(System::nanoTime);
		Window window = this.outbox.open(client, new OutboxTests.QuietContext());
		AtomicInteger open = new AtomicInteger();
		client.onPublish((sent) -> {
			if (open.incrementAndGet() > WINDOW) {
				this.tooMany.incrementAndGet();
			}
			int number = Integer.parseInt(sent.text());
			this.firstAttempts.compute(sent.topic(), (topic, list) -> {
				List<Integer> numbers = (list != null) ? list : new ArrayList<>();
				if (!numbers.contains(number)) {
					numbers.add(number);
				}
				return numbers;
			});
			this.answers.add(new Answer(window, sent.token(), open));
		});
		window.start(Rig.window(WINDOW));
	}

	private void answerAll() throws InterruptedException {
		Random random = new Random(1);
		while (!Thread.currentThread().isInterrupted()) {
			Answer answer = this.answers.take();
			int count = this.answered.incrementAndGet();
			if (count % 700 == 0) {
				answer.window.close();
				connect();
			}
			answer.open.decrementAndGet();
			answer.window.settled(answer.token, (random.nextInt(3000) == 0) ? 0x97 : 0, "");
		}
	}

	private Runnable guarded(Action action) {
		return () -> {
			try {
				action.run();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (Throwable ex) {
				this.failures.add(ex);
			}
		};
	}

	private record Answer(Window window, long token, AtomicInteger open) {
	}

	private interface Action {

		void run() throws Exception;

	}

}
