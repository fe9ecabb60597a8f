package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a lost client and a shutdown do to messages on their way.
 */
@Proof(Means.SIMULATED)
class LifeTests {

	private final Bench bench = new Bench();

	private final TestHandler handler = new TestHandler();

	@Test
	@Fault("H3")
	void aLateAcknowledgementGoesNowhere() {
		CompletableFuture<Void> slow = new CompletableFuture<>();
		this.handler.body = (publish, attempt, ack) -> slow;
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		this.bench.reception.close();
		RecordingClient next = new RecordingClient();
		Reception reception = this.bench.open(next);
		slow.complete(null);
		assertThat(this.bench.acknowledged()).isEmpty();
		reception.received(this.bench.message("t", 1));
		this.bench.time.settle();
		assertThat(next.acknowledged()).containsExactly(2L);
	}

	@Test
	void whatHasNotBegunIsLeftToTheServerButQos0IsHandled() {
		CompletableFuture<Void> slow = new CompletableFuture<>();
		this.handler.body = (publish, attempt, ack) -> slow;
		Listener listener = this.bench.add("a", 1, this.handler);
		this.bench.handle("t", "t", "u");
		this.bench.reception.received(this.bench.message("t", 0));
		this.bench.reception.close();
		assertThat(listener.lag()).isEqualTo(2);
		slow.complete(null);
		this.bench.time.settle();
		assertThat(this.handler.begun).containsExactly(1L, 4L);
		assertThat(listener.topics()).isZero();
		assertThat(this.bench.letters.reasons).isEmpty();
		assertThat(this.bench.counts.counted).containsOnlyKeys("a success");
	}

	@Test
	void qos2DoesNotComeAgainAndIsHandledAllTheSameAlsoWhereASessionIsKept() {
		CompletableFuture<Void> slow = new CompletableFuture<>();
		this.handler.body = (publish, attempt, ack) -> slow;
		this.bench.add("a", 1, this.handler);
		for (int i = 0; i < 3; i++) {
			this.bench.reception.received(this.bench.message("t", 2));
		}
		this.bench.time.settle();
		this.bench.reception.close();
		slow.complete(null);
		this.bench.time.settle();
		assertThat(this.handler.begun).containsExactly(1L, 2L, 3L);
		assertThat(this.bench.acknowledged()).isEmpty();
	}

	@Test
	void withoutAKeptSessionWhatHasNotBegunIsHandledAllTheSame() {
		Bench sessionless = new Bench(new ListenerSettings(false, 2, 1000, Bench.RETRY, "type", false));
		CompletableFuture<Void> slow = new CompletableFuture<>();
		this.handler.body = (publish, attempt, ack) -> slow;
		sessionless.add("a", 1, this.handler);
		sessionless.handle("t", "t", "t");
		sessionless.reception.close();
		slow.complete(null);
		sessionless.time.settle();
		assertThat(this.handler.begun).containsExactly(1L, 2L, 3L);
		assertThat(sessionless.acknowledged()).isEmpty();
		assertThat(sessionless.counts.counted).containsOnlyKeys("a success");
	}

	@Test
	void withoutAKeptSessionMessagesOfDeadClientsStayWithinTheBuffer() {
		Bench sessionless = new Bench(new ListenerSettings(false, 2, 1000, Bench.RETRY, "type", false));
		Listener listener = sessionless.add("a", 1, this.handler);
		listener.pause();
		sessionless.handle("t", "t", "t", "t");
		sessionless.reception.close();
		listener.resume();
		sessionless.time.settle();
		assertThat(this.handler.begun).containsExactly(3L, 4L);
		assertThat(sessionless.counts.counted).containsEntry("dropped qos0-overflow", 2);
	}

	@Test
	void aPausedListenerForgetsTheMessagesOfADeadClient() {
		Listener listener = this.bench.add("a", 1, this.handler);
		listener.pause();
		this.bench.handle("t", "u");
		this.bench.reception.close();
		assertThat(listener.lag()).isZero();
		assertThat(listener.topics()).isZero();
	}

	@Test
	void aMessageBetweenTwoAttemptsIsStillTriedAgain() {
		this.handler.body = (publish, attempt, ack) -> {
			if (attempt == 1) {
				throw new IllegalStateException("once");
			}
			return null;
		};
		Listener listener = this.bench.add("a", 1, this.handler);
		this.bench.handle("t", "t");
		this.bench.reception.close();
		assertThat(listener.lag()).isEqualTo(1);
		this.bench.time.advance(Duration.ofMillis(999));
		assertThat(this.handler.begun).containsExactly(1L);
		this.bench.time.advance(Duration.ofMillis(1));
		assertThat(this.handler.begun).containsExactly(1L, 1L);
		assertThat(this.bench.acknowledged()).isEmpty();
	}

	@Test
	void aClosedReceptionTakesNothing() {
		this.bench.add("a", 1, this.handler);
		this.bench.reception.close();
		this.bench.reception.close();
		this.bench.handle("t");
		assertThat(this.handler.alone).isEmpty();
	}

	@Test
	void aStoppedIntakeLetsWhatCameBeforeGoOn() {
		this.bench.add("a", 1, this.handler);
		this.bench.receive("t");
		this.bench.reception.stopIntake();
		this.bench.receive("t");
		this.bench.reception.received(this.bench.message("t", 0));
		this.bench.reception.received(this.bench.message("t", 2));
		this.bench.time.settle();
		assertThat(this.handler.begun).containsExactly(1L);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
		assertThat(this.bench.counts.counted).containsEntry("dropped stopping", 2);
	}

	@Test
	void drainedWaitsForRunningWaitingAndRetriedMessages() {
		CompletableFuture<Void> slow = new CompletableFuture<>();
		this.handler.body = (publish, attempt, ack) -> {
			if (publish.delivery() == 2 && attempt == 1) {
				throw new IllegalStateException("once");
			}
			return (publish.delivery() == 1) ? slow : null;
		};
		this.bench.add("a", 1, this.handler);
		assertThat(this.bench.dispatcher.drained()).isCompleted();
		this.bench.handle("t", "u");
		CompletableFuture<Void> drained = this.bench.dispatcher.drained();
		slow.complete(null);
		this.bench.time.settle();
		assertThat(drained).isNotDone();
		this.bench.time.advance(Duration.ofSeconds(1));
		assertThat(drained).isCompleted();
	}

	@Test
	void drainedDoesNotWaitForWhatAPauseHolds() {
		CompletableFuture<Void> slow = new CompletableFuture<>();
		this.handler.body = (publish, attempt, ack) -> slow;
		Listener listener = this.bench.add("a", 1, this.handler);
		this.bench.handle("t", "t");
		listener.pause();
		CompletableFuture<Void> drained = this.bench.dispatcher.drained();
		assertThat(drained).isNotDone();
		slow.complete(null);
		assertThat(drained).isCompleted();
		assertThat(listener.lag()).isEqualTo(1);
	}

	@Test
	void theEndOfAShutdownGivesUpWhatWaitsUnacknowledged() {
		CompletableFuture<Void> failing = new CompletableFuture<>();
		this.handler.body = (publish, attempt, ack) -> {
			if (publish.topic().equals("slow")) {
				return failing;
			}
			throw new IllegalStateException("always");
		};
		Listener listener = this.bench.add("a", 3, this.handler);
		Listener paused = this.bench.add("b", 1, new TestHandler());
		paused.pause();
		this.bench.handle("slow", "slow", "failing", "failing");
		this.bench.reception.received(this.bench.message("slow", 0));
		CompletableFuture<Void> drained = this.bench.dispatcher.drained();
		this.bench.dispatcher.interruptAll();
		assertThat(listener.lag()).isEqualTo(1);
		assertThat(paused.lag()).isZero();
		failing.completeExceptionally(new InterruptedException());
		this.bench.time.advance(Duration.ofMinutes(1));
		assertThat(drained).isCompleted();
		assertThat(this.handler.begun).containsExactly(1L, 3L);
		assertThat(this.bench.letters.reasons).isEmpty();
		assertThat(this.bench.acknowledged()).isEmpty();
	}

	@Test
	void aMessageThatOneListenerHandledAndAnotherGaveUpIsNotAcknowledged() {
		this.bench.add("a", 1, this.handler);
		this.bench.add("b", 1, new TestHandler()).pause();
		this.bench.handle("t");
		this.bench.dispatcher.interruptAll();
		this.bench.time.settle();
		assertThat(this.handler.begun).containsExactly(1L);
		assertThat(this.bench.acknowledged()).isEmpty();
	}

	@Test
	void aLastAttemptThatAShutdownInterruptsIsNoDeadLetter() {
		this.handler.retryable = false;
		this.handler.body = (publish, attempt, ack) -> {
			this.bench.dispatcher.interruptAll();
			throw new InterruptedException();
		};
		this.bench.add("a", 1, this.handler);
		this.bench.handle("t");
		assertThat(this.handler.failures).isEmpty();
		assertThat(this.bench.letters.reasons).isEmpty();
		assertThat(this.bench.acknowledged()).isEmpty();
		assertThat(this.bench.dispatcher.drained()).isCompleted();
	}

	@Test
	void aMessageThatAShutdownKeptFromBeingReadIsNoDeadLetter() {
		this.handler.unreadable = new Exception("interrupted");
		this.bench.add("a", 1, new InterruptedReading(this.bench.dispatcher, this.handler));
		this.bench.handle("t");
		assertThat(this.handler.alone).hasSize(1);
		assertThat(this.bench.letters.reasons).isEmpty();
		assertThat(this.bench.acknowledged()).isEmpty();
		assertThat(this.bench.dispatcher.drained()).isCompleted();
	}

	@Test
	void afterAShutdownMessagesAreHandledAsBefore() {
		this.bench.add("a", 1, this.handler);
		this.bench.receive("t");
		this.bench.dispatcher.interruptAll();
		this.bench.reception.close();
		RecordingClient next = new RecordingClient();
		Reception reception = this.bench.open(next);
		reception.received(this.bench.message("t", 1));
		this.bench.time.settle();
		assertThat(this.handler.begun).containsExactly(2L);
		assertThat(next.acknowledged()).containsExactly(2L);
	}

	@Test
	void theWindowsHoldersAreNamedOverAllClients() {
		this.handler.body = (publish, attempt, ack) -> new CompletableFuture<>();
		this.bench.add("slow", 1, this.handler);
		this.bench.add("fast", 1, new TestHandler());
		this.bench.handle("t", "t");
		Reception other = this.bench.open(new RecordingClient());
		other.received(this.bench.message("t", 1));
		assertThat(this.bench.dispatcher.windowHolder()).isEqualTo("listener 'fast' holds 1, listener 'slow' holds 3");
		other.close();
		this.bench.reception.close();
		assertThat(this.bench.dispatcher.windowHolder()).isEmpty();
	}

	/** A shutdown ends while it reads. */
	private record InterruptedReading(Dispatcher dispatcher, InboundHandler handler) implements InboundHandler {

		@Override
		public @Nullable Invocation read(InboundPublish publish, boolean alone) throws Exception {
			this.dispatcher.interruptAll();
			return this.handler.read(publish, alone);
		}

		@Override
		public java.lang.reflect.Type objectType() {
			return getClass();
		}

	}

}
