package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How lanes keep a topic's order and let others go on.
 */
class LaneTests {

	private final Bench bench = new Bench();

	private final TestHandler handler = new TestHandler();

	@Test
	void nothingIsHandledOnTheThreadThatReceives() {
		this.bench.add("a", 1, this.handler);
		this.bench.receive("t");
		assertThat(this.handler.alone).isEmpty();
		assertThat(this.bench.acknowledged()).isEmpty();
		this.bench.time.settle();
		assertThat(this.handler.begun).containsExactly(1L);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
	}

	@Test
	void aTopicIsHandledInOrderWhateverTheConcurrency() {
		List<CompletableFuture<?>> pending = pendingResults();
		this.bench.add("a", 4, this.handler);
		this.bench.handle("t", "t", "t");
		assertThat(this.handler.begun).containsExactly(1L);
		pending.get(0).complete(null);
		this.bench.time.settle();
		assertThat(this.handler.begun).containsExactly(1L, 2L);
	}

	@Test
	void noMoreTopicsThanTheConcurrencyAreHandledAtATime() {
		List<CompletableFuture<?>> pending = pendingResults();
		this.bench.add("a", 2, this.handler);
		this.bench.handle("t1", "t2", "t3", "t4");
		assertThat(this.handler.begun).containsExactly(1L, 2L);
		pending.get(1).complete(null);
		this.bench.time.settle();
		assertThat(this.handler.begun).containsExactly(1L, 2L, 3L);
	}

	@Test
	void topicsTakeTurns() {
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t1", "t1", "t1", "t2");
		assertThat(this.handler.begun).containsExactly(1L, 4L, 2L, 3L);
	}

	@Test
	void aRetryBlocksItsTopicButNoOther() {
		this.handler.body = (publish, attempt, ack) -> {
			if (publish.topic().equals("bad") && attempt == 1) {
				throw new IllegalStateException("once");
			}
			return null;
		};
		this.bench.add("a", 1, this.handler);
		this.bench.handle("bad", "bad", "good");
		assertThat(this.handler.begun).containsExactly(1L, 3L);
		this.bench.time.advance(Duration.ofMillis(999));
		assertThat(this.handler.begun).containsExactly(1L, 3L);
		this.bench.time.advance(Duration.ofMillis(1));
		assertThat(this.handler.begun).containsExactly(1L, 3L, 1L, 2L);
		this.bench.time.advance(Duration.ofSeconds(1));
		assertThat(this.handler.begun).containsExactly(1L, 3L, 1L, 2L, 2L);
		assertThat(this.bench.acknowledged()).containsExactly(1L, 2L, 3L);
	}

	@Test
	void emptyLanesAreForgotten() {
		Listener listener = this.bench.add("a", 2, this.handler);
		for (int topic = 0; topic < 1000; topic++) {
			this.bench.receive("t" + topic);
		}
		assertThat(listener.topics()).isEqualTo(1000);
		this.bench.time.settle();
		assertThat(listener.topics()).isZero();
		assertThat(listener.lag()).isZero();
		assertThat(listener.processed()).isEqualTo(1000);
	}

	@Test
	void aPausedListenerLetsRunningOnesFinishAndHoldsTheRest() {
		List<CompletableFuture<?>> pending = pendingResults();
		Listener listener = this.bench.add("a", 1, this.handler);
		this.bench.handle("t", "t");
		listener.pause();
		assertThat(listener.isPaused()).isTrue();
		pending.get(0).complete(null);
		this.bench.handle("u");
		assertThat(this.handler.begun).containsExactly(1L);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
		assertThat(listener.lag()).isEqualTo(2);
		listener.resume();
		this.bench.time.settle();
		assertThat(this.handler.begun).hasSize(2);
	}

	@Test
	void aPausedListenerTriesNothingAgainBeforeItResumes() {
		this.handler.body = (publish, attempt, ack) -> {
			throw new IllegalStateException("always");
		};
		Listener listener = this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		listener.pause();
		this.bench.time.advance(Duration.ofMinutes(1));
		assertThat(this.handler.attempts).containsExactly(1);
		listener.resume();
		this.bench.time.advance(Duration.ofMinutes(1));
		assertThat(this.handler.attempts).containsExactly(1, 2, 3);
	}

	@Test
	void aClosedListenerHandlesWhatWaitsAndTakesNothingNew() {
		Listener listener = this.bench.add("a", 1, this.handler);
		listener.pause();
		this.bench.handle("t", "t");
		listener.close();
		listener.pause();
		this.bench.handle("t");
		assertThat(this.handler.begun).containsExactly(1L, 2L);
		assertThat(this.bench.acknowledged()).containsExactly(1L, 2L, 3L);
		assertThat(this.bench.counts.counted).containsEntry("dropped listener-closed", 1);
		assertThat(this.bench.letters.reasons).isEmpty();
	}

	@Test
	void anAsynchronousResultKeepsTheMessageUnacknowledged() {
		List<CompletableFuture<?>> pending = pendingResults();
		Listener listener = this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		assertThat(this.bench.acknowledged()).isEmpty();
		assertThat(listener.lag()).isEqualTo(1);
		this.bench.time.advance(Duration.ofSeconds(7));
		pending.get(0).complete(null);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
		assertThat(this.bench.counts.elapsed).containsExactly(Duration.ofSeconds(7));
	}

	@Test
	void aFailedAsynchronousResultIsTriedAgainOnAHandlerThread() {
		List<CompletableFuture<?>> pending = pendingResults();
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		IllegalStateException failure = new IllegalStateException("late");
		for (int attempt = 0; attempt < 3; attempt++) {
			pending.get(attempt).completeExceptionally(failure);
			assertThat(this.handler.failures).isEmpty();
			this.bench.time.advance(Duration.ofSeconds(10));
		}
		assertThat(this.handler.attempts).containsExactly(1, 2, 3);
		assertThat(this.handler.failures).containsExactly(failure);
		assertThat(this.bench.letters.reasons.get(0).failure()).isSameAs(failure);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
	}

	@Test
	void aThreadThatCanNotBeHadIsAskedForAgain() {
		List<Runnable> refused = new ArrayList<>();
		Dispatcher dispatcher = new Dispatcher(new ListenerSettings(false, 10, 1000, Bench.RETRY),
				this.bench.time::nanoTime, this.bench.time, (task) -> {
					if (refused.size() < 3) {
						refused.add(task);
						throw new OutOfMemoryError("unable to create native thread");
					}
					this.bench.time.execute(task);
				}, this.bench.letters, this.bench.counts);
		Listener listener = dispatcher.add(new ListenerSpec("a", 1, false, this.handler));
		Reception reception = dispatcher.open(this.bench.client, (publish) -> List.of(listener));
		reception.received(this.bench.message("t", 1));
		this.bench.time.advance(Duration.ofSeconds(3));
		assertThat(refused).hasSize(3);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
	}

	@Test
	void aConcurrencyBelowOneIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ListenerSpec("a", 0, false, this.handler))
			.withMessageContaining("concurrency of listener 'a' is 0");
	}

	private List<CompletableFuture<?>> pendingResults() {
		List<CompletableFuture<?>> pending = new ArrayList<>();
		this.handler.body = (publish, attempt, ack) -> {
			CompletableFuture<?> future = new CompletableFuture<>();
			pending.add(future);
			return future;
		};
		return pending;
	}

}
