package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to a message whose handler fails.
 */
@Proof(Means.SIMULATED)
class FailureTests {

	private final Bench bench = new Bench();

	private final TestHandler handler = new TestHandler();

	static Stream<Throwable> failures() {
		return Stream.of(new IllegalStateException("runtime"), new Exception("checked"), new AssertionError("error"),
				new StackOverflowError(), new OutOfMemoryError("of the handler"), new InterruptedException());
	}

	@ParameterizedTest
	@MethodSource("failures")
	@Fault("H1")
	void anyThrowableIsRetriedDeadLetteredAndAcknowledgedAfterThat(Throwable failure) {
		CompletableFuture<Void> published = new CompletableFuture<>();
		this.bench.letters.answer = () -> published;
		failAlways(failure);
		Listener listener = this.bench.add("orders", 1, this.handler);
		this.bench.handle("t", "u");
		this.bench.time.advance(Duration.ofSeconds(10));
		assertThat(this.handler.attempts).containsExactly(1, 1, 2, 2, 3, 3);
		assertThat(this.bench.acknowledged()).isEmpty();
		assertThat(this.bench.letters.originals.get(0).delivery()).isEqualTo(1);
		assertThat(this.bench.letters.reasons.get(0)).satisfies((letter) -> {
			assertThat(letter.listenerId()).isEqualTo("orders");
			assertThat(letter.attempts()).isEqualTo(3);
			assertThat(letter.failure()).isSameAs(failure);
			assertThat(letter.reason()).contains("orders").contains("3 attempt");
		});
		published.complete(null);
		assertThat(this.bench.acknowledged()).containsExactly(1L, 2L);
		assertThat(listener.failed()).isEqualTo(2);
		assertThat(this.bench.counts.counted).isEqualTo(Map.of("orders retry", 4, "orders failure", 2));
	}

	@Test
	void aRealStackOverflowIsAHandledFailure() {
		this.handler.body = (publish, attempt, ack) -> overflow(publish.delivery());
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		this.bench.time.advance(Duration.ofSeconds(10));
		assertThat(this.bench.letters.reasons.get(0).failure()).isInstanceOf(StackOverflowError.class);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
	}

	private static CompletableFuture<?> overflow(long depth) {
		CompletableFuture<?> deeper = overflow(depth + 1);
		return deeper.copy();
	}

	@Test
	void retriesWaitLongerEachTimeUpToTheLongest() {
		Bench slow = new Bench(new ListenerSettings(false, 10, 10,
				new ListenerSettings.Retry(4, Duration.ofSeconds(1), 3, Duration.ofSeconds(5))));
		List<Long> times = new ArrayList<>();
		this.handler.body = (publish, attempt, ack) -> {
			times.add(slow.time.nanoTime() / 1_000_000_000);
			throw new IllegalStateException();
		};
		slow.add("a", 1, this.handler);
		slow.handle("t");
		slow.time.advance(Duration.ofMinutes(1));
		assertThat(times).containsExactly(1L, 2L, 5L, 10L, 15L);
	}

	@Test
	void whatNoRetryCanHelpIsNotRetried() {
		this.handler.retryable = false;
		failAlways(new IllegalArgumentException("invalid"));
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		assertThat(this.bench.letters.reasons.get(0).attempts()).isEqualTo(1);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
	}

	@Test
	void anUnreadableMessageIsDeadLetteredWithoutARetry() {
		this.handler.unreadable = new Exception("no JSON");
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		assertThat(this.handler.alone).hasSize(1);
		assertThat(this.bench.letters.reasons.get(0)).satisfies((letter) -> {
			assertThat(letter.attempts()).isZero();
			assertThat(letter.failure()).hasMessage("no JSON");
		});
		assertThat(this.bench.acknowledged()).containsExactly(1L);
		assertThat(this.bench.counts.counted).containsOnlyKeys("a unreadable");
	}

	@Test
	void theErrorHandlerHasTheLastWordAfterTheRetries() {
		failAlways(new IllegalStateException("gone"));
		this.handler.recovery = (failure) -> true;
		Listener listener = this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		this.bench.time.advance(Duration.ofSeconds(10));
		assertThat(this.handler.failures).hasSize(1);
		assertThat(this.bench.letters.reasons).isEmpty();
		assertThat(this.bench.acknowledged()).containsExactly(1L);
		assertThat(this.bench.counts.counted).containsEntry("a recovered", 1).containsEntry("a retry", 2);
		assertThat(listener.processed()).isEqualTo(1);
	}

	@Test
	void anErrorHandlerThatFailsLeavesTheDeadLetterItsFirstCause() {
		IllegalStateException failure = new IllegalStateException("first");
		failAlways(failure);
		this.handler.recovery = (ex) -> {
			throw new IllegalStateException("second");
		};
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		this.bench.time.advance(Duration.ofSeconds(10));
		assertThat(this.bench.letters.reasons.get(0).failure()).isSameAs(failure);
		assertThat(failure.getSuppressed()).singleElement()
			.satisfies((second) -> assertThat(second).hasMessage("second"));
	}

	@Test
	void withoutADeadLetterTopicTheMessageIsCountedAndAcknowledged() {
		this.bench.letters.answer = () -> null;
		failAlways(new IllegalStateException("x"));
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		this.bench.time.advance(Duration.ofSeconds(10));
		assertThat(this.bench.acknowledged()).containsExactly(1L);
		assertThat(this.bench.counts.counted).containsEntry("dropped no-dead-letter-topic", 1);
	}

	@Test
	void aDeadLetterThatFailsIsOfferedAgainAndTheOriginalWaits() {
		List<Long> offered = new ArrayList<>();
		this.bench.letters.answer = () -> {
			offered.add(this.bench.time.nanoTime() / 1_000_000_000);
			if (offered.size() == 3) {
				throw new IllegalStateException("outbox full");
			}
			return (offered.size() <= 7) ? CompletableFuture.failedFuture(new IllegalStateException("refused"))
					: CompletableFuture.completedFuture(null);
		};
		this.handler.unreadable = new Exception("x");
		Listener listener = this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		CompletableFuture<Void> drained = this.bench.dispatcher.drained();
		this.bench.time.advance(Duration.ofSeconds(90));
		assertThat(this.bench.acknowledged()).isEmpty();
		assertThat(drained).isNotDone();
		assertThat(listener.lag()).isZero();
		this.bench.time.advance(Duration.ofSeconds(1));
		assertThat(offered).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 62L, 92L);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
		assertThat(drained).isCompleted();
	}

	@Test
	void aDeadLetterOfADeadClientIsNotOfferedAgain() {
		this.bench.letters.answer = () -> CompletableFuture.failedFuture(new IllegalStateException("refused"));
		this.handler.unreadable = new Exception("x");
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		this.bench.reception.close();
		this.bench.time.advance(Duration.ofMinutes(5));
		assertThat(this.bench.letters.reasons).hasSize(2);
		assertThat(this.bench.acknowledged()).isEmpty();
		assertThat(this.bench.dispatcher.drained()).isCompleted();
	}

	@Test
	void deadLettersOfQos0ThatWaitAreBounded() {
		Bench small = new Bench(new ListenerSettings(false, 2, 1000, Bench.RETRY));
		small.letters.answer = () -> CompletableFuture.failedFuture(new IllegalStateException("refused"));
		this.handler.unreadable = new Exception("x");
		small.add("a", 1, this.handler);
		for (int i = 0; i < 5; i++) {
			small.reception.received(small.message("t", 0));
			small.time.settle();
		}
		assertThat(small.counts.counted).containsEntry("dropped qos0-overflow", 3);
		small.letters.answer = () -> CompletableFuture.completedFuture(null);
		small.time.advance(Duration.ofSeconds(1));
		assertThat(small.letters.reasons).hasSize(7);
		assertThat(small.dispatcher.drained()).isCompleted();
	}

	@Test
	void aMeterThatFailsChangesNothing() {
		Dispatcher dispatcher = new Dispatcher(new ListenerSettings(false, 10, 1000, Bench.RETRY),
				this.bench.time::nanoTime, this.bench.time, this.bench.time, this.bench.letters, new BrokenObserver());
		Listener listener = dispatcher.add(new ListenerSpec("a", 1, false, this.handler));
		Reception reception = dispatcher.open(this.bench.client,
				(publish) -> publish.topic().equals("t") ? List.of(listener) : List.of());
		reception.received(this.bench.message("t", 1));
		reception.received(this.bench.message("u", 1));
		this.bench.time.settle();
		assertThat(this.bench.acknowledged()).containsExactly(1L, 2L);
	}

	private void failAlways(Throwable failure) {
		this.handler.body = (publish, attempt, ack) -> {
			throw failure;
		};
	}

	private static final class BrokenObserver implements InboundObserver {

		@Override
		public void handled(String listenerId, String outcome, Duration elapsed) {
			throw new IllegalStateException("meter");
		}

		@Override
		public void unhandled() {
			throw new IllegalStateException("meter");
		}

		@Override
		public void dropped(String reason) {
			throw new IllegalStateException("meter");
		}

	}

}
