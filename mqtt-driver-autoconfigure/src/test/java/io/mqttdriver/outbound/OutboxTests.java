package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttNotConnectedException;
import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublishExpiredException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.simulation.VirtualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Proof(Means.SIMULATED)
class OutboxTests {

	private final ScheduledExecutorService real = Executors.newSingleThreadScheduledExecutor();

	@AfterEach
	void stop() {
		this.real.shutdownNow();
	}

	@Test
	void acceptsBeforeTheFirstConnectionAndSendsInOrderOfAcceptance() {
		Rig rig = new Rig();
		for (int i = 0; i < 5; i++) {
			rig.publish("m" + i);
		}
		Rig.Session session = rig.open();
		assertThat(session.texts()).isEmpty();
		session.window.start(Rig.window(100));
		assertThat(session.texts()).containsExactly("m0", "m1", "m2", "m3", "m4");
		assertThat(rig.outbox.pending()).isEqualTo(5);
	}

	@Test
	void theResultTellsCodeAttemptsAndTime() {
		Rig rig = new Rig();
		CompletableFuture<MqttPublishResult> future = rig.publish("plant/1", "m", 1);
		rig.time.advance(Duration.ofSeconds(2));
		rig.start().window.close();
		Rig.Session second = rig.start();
		rig.time.advance(Duration.ofSeconds(1));
		second.answer("m", 0x10);
		assertThat(future.join()).isEqualTo(new MqttPublishResult("plant/1", 1, 0x10, 2, Duration.ofSeconds(3)));
		assertThat(rig.outcomes).containsExactly("acknowledged");
		assertThat(rig.outbox.pending()).isZero();
		assertThat(rig.outbox.pendingBytes()).isZero();
	}

	@Test
	void futuresCompleteOnCallbackThreadsOnly() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		CompletableFuture<MqttPublishResult> future = rig.publish("m");
		session.window.settled(session.client.last().token(), 0, "");
		assertThat(future).isNotDone();
		rig.time.settle();
		assertThat(future).isCompleted();
	}

	@Test
	void qos0NeedsAStartedWindow() {
		Rig rig = new Rig();
		CompletableFuture<MqttPublishResult> early = rig.publish("t", "a", 0);
		Rig.Session session = rig.open();
		CompletableFuture<MqttPublishResult> connecting = rig.publish("t", "b", 0);
		rig.time.settle();
		assertThat(early).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttNotConnectedException.class);
		assertThat(connecting).isCompletedExceptionally();
		session.window.start(Rig.window(10));
		CompletableFuture<MqttPublishResult> up = rig.publish("t", "c", 0);
		session.answer("c", 0);
		assertThat(up.join().qos()).isZero();
		assertThat(rig.outcomes).containsExactly("not-connected", "not-connected", "acknowledged");
	}

	@Test
	void qos0InTheLibraryOrWaitingFailsWithItsClientAndIsNotSentAgain() {
		Rig rig = new Rig();
		Rig.Session first = rig.start(Rig.window(2));
		CompletableFuture<MqttPublishResult> inLibrary = rig.publish("t", "a", 0);
		rig.publish("t", "b", 1);
		CompletableFuture<MqttPublishResult> waiting = rig.publish("t", "c", 0);
		assertThat(first.texts()).containsExactly("a", "b");
		first.window.close();
		rig.time.settle();
		assertThat(inLibrary).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttNotConnectedException.class)
			.withMessageContaining("not sent again");
		assertThat(waiting).isCompletedExceptionally();
		assertThat(rig.start().texts()).containsExactly("b");
	}

	@Test
	void aFullOutboxNamesTheBoundThatIsInTheWay() {
		Rig byCount = new Rig(Rig.bounds(2, 64 << 20));
		byCount.publish("a");
		byCount.publish("b");
		assertFull(byCount, byCount.publish("c"), "mqtt.driver.publish.outbox.capacity");

		Rig byBytes = new Rig(Rig.bounds(100, 2000));
		byBytes.publish("x".repeat(1000));
		assertFull(byBytes, byBytes.publish("x".repeat(1000)), "mqtt.driver.publish.outbox.max-bytes");
		assertFull(byBytes, byBytes.publish("x".repeat(3000)), "allows at all");
		assertThat(byBytes.outcomes).containsExactly("full", "full");
		assertThat(byBytes.outbox.pending()).isOne();
	}

	@Test
	@Fault("P8")
	void tenThousandInAnOutageKeepTheirOrderAndOneMoreIsRejected() {
		Rig rig = new Rig();
		List<String> expected = new ArrayList<>();
		for (int i = 0; i < 10_000; i++) {
			expected.add("m" + i);
			rig.publish("m" + i);
		}
		assertFull(rig, rig.publish("one more"), "capacity");
		Rig.Session session = rig.start(Rig.window(65_535));
		rig.time.settle();
		assertThat(session.texts()).isEqualTo(expected);
	}

	@Test
	@Fault("P9")
	@Proof(Means.UNIT)
	void whatIsLargerThanAnMqttPacketCanBeIsRefusedAtTheCall() {
		Rig rig = new Rig(Rig.bounds(10, Long.MAX_VALUE / 2));
		OutboundPublish publish = new OutboundPublish("t", new byte[268_435_455], 1, false, PublishProperties.NONE);
		assertThatIllegalArgumentException().isThrownBy(() -> rig.outbox.publish(publish))
			.withMessageContaining("'t'")
			.withMessageContaining("268435466");
		assertThat(rig.outbox.pending()).isZero();
	}

	@Test
	@Fault("P9")
	@Proof(Means.UNIT)
	void aPayloadOverTheBytesOfTheOutboxIsRefusedAtTheCallAlsoWhereCallersWait() {
		for (boolean wait : new boolean[] { false, true }) {
			Rig rig = new Rig(new PublishSettings(Duration.ofSeconds(5), Duration.ofMinutes(10), 10, 10_000, wait));
			assertFull(rig, rig.publish("x".repeat(10_000)), "allows at all: raise that, or publish less at once");
			assertThat(rig.outbox.pending()).isZero();
		}
	}

	@Test
	void tenThousandPublishesInAnOutageTakeTheMemoryThatIsCounted() {
		Rig rig = new Rig();
		PublishProperties properties = new PublishProperties(true, Duration.ofHours(1), "text/plain", null, null,
				List.of());
		long before = usedMemory();
		for (int i = 0; i < 10_000; i++) {
			rig.outbox.publish(Rig.message("plant/" + i % 100, "m" + i + "x".repeat(1_000), 1, properties));
		}
		long taken = usedMemory() - before;
		assertThat(rig.outbox.pending()).isEqualTo(10_000);
		assertThat(rig.outbox.pendingBytes()).isLessThan(64 << 20);
		assertThat(taken).isLessThan(rig.outbox.pendingBytes() * 3 / 2);
	}

	private static long usedMemory() {
		for (int i = 0; i < 3; i++) {
			System.gc();
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@Test
	void settlingMakesRoom() {
		Rig rig = new Rig(Rig.bounds(1, 64 << 20));
		Rig.Session session = rig.start();
		rig.publish("a");
		assertFull(rig, rig.publish("b"), "capacity");
		session.answer("a", 0);
		rig.publish("c");
		assertThat(session.texts()).containsExactly("a", "c");
	}

	@Test
	void qos0OnAStalledPeerIsBoundedByBytes() {
		Rig rig = new Rig(Rig.bounds(100_000, 100_000));
		Rig.Session session = rig.start(Rig.window(20));
		session.client.slow();
		int refused = 0;
		for (int i = 0; i < 1000; i++) {
			CompletableFuture<MqttPublishResult> future = rig.publish("t", "x".repeat(700), 0);
			rig.time.settle();
			refused += future.isCompletedExceptionally() ? 1 : 0;
		}
		assertThat(session.client.sent()).hasSize(20);
		assertThat(rig.outbox.pendingBytes()).isLessThanOrEqualTo(100_000);
		assertThat(refused).isGreaterThan(850);
	}

	@Test
	void reservedPublishesHaveARoomOfTheirOwn() {
		Rig rig = new Rig(Rig.bounds(1, 64 << 20));
		rig.publish("a");
		CompletableFuture<MqttPublishResult> reserved = rig.outbox.publishReserved(Rig.message("dlt", "d", 1));
		rig.time.settle();
		assertThat(reserved).isNotDone();
		assertFull(rig, rig.outbox.publishReserved(Rig.message("dlt", "e", 1)), "dead letters");
		assertThat(rig.outbox.pending()).isEqualTo(2);
		assertThat(rig.start().texts()).containsExactly("a", "d");
	}

	@Test
	@Timeout(20)
	@Fault("P8")
	@Proof(Means.THREADS)
	void aCallerWaitsForRoomInTurn() throws Exception {
		Outbox outbox = waiting(Duration.ofMinutes(1));
		RecordingClient client = new RecordingClient(System::nanoTime);
		Window window = outbox.open(client, new QuietContext());
		outbox.publish(Rig.message("t", "a", 1));
		Thread first = caller(outbox, "b");
		Thread second = caller(outbox, "c");
		window.start(Rig.window(10));
		window.settled(1, 0, "");
		first.join();
		assertThat(second.isAlive()).isTrue();
		assertThat(client.texts()).containsExactly("a", "b");
		window.settled(2, 0, "");
		second.join();
		assertThat(client.texts()).containsExactly("a", "b", "c");
	}

	@Test
	@Timeout(20)
	void nobodyOvertakesACallerThatWaits() throws Exception {
		PublishSettings settings = new PublishSettings(Duration.ofSeconds(5), Duration.ofMinutes(1), 10, 4000, true);
		Outbox outbox = new Outbox(settings, System::nanoTime, this.real, this.real, (qos, outcome, elapsed) -> {
		});
		outbox.publish(Rig.message("t", "x".repeat(2000), 1));
		Thread big = caller(outbox, "y".repeat(3000));
		FutureTask<CompletableFuture<MqttPublishResult>> small = new FutureTask<>(
				() -> outbox.publish(Rig.message("t", "small enough", 1)));
		new OwnThread(small).start();
		assertThat(small.get()).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(MqttOutboxFullException.class)
			.withMessageContaining("other callers wait");
		outbox.failAll(new MqttDriverClosedException("stopped"));
		big.join();
	}

	@Test
	@Timeout(20)
	@Fault("X5")
	@Proof(Means.THREADS)
	void anInterruptedCallerStopsWaitingAndKeepsItsFlag() throws Exception {
		Outbox outbox = waiting(Duration.ofMinutes(1));
		outbox.publish(Rig.message("t", "a", 1));
		FutureTask<Boolean> flagged = new FutureTask<>(() -> {
			CompletableFuture<MqttPublishResult> future = outbox.publish(Rig.message("t", "b", 1));
			boolean flag = Thread.interrupted();
			assertThat(future).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withCauseInstanceOf(MqttOutboxFullException.class)
				.withMessageContaining("interrupted");
			return flag;
		});
		Thread caller = new Thread(flagged);
		caller.start();
		awaitWaiting(caller);
		caller.interrupt();
		assertThat(flagged.get()).isTrue();
	}

	@Test
	@Timeout(20)
	void aCallerWaitsNoLongerThanTheDeliveryTimeout() {
		PublishSettings settings = new PublishSettings(Duration.ofSeconds(5), Duration.ofMillis(50), 1, 64 << 20, true);
		// On a timer that stands still nothing makes room
		Outbox outbox = new Outbox(settings, System::nanoTime, new VirtualTime(), this.real,
				(qos, outcome, elapsed) -> {
				});
		outbox.publish(Rig.message("t", "a", 1));
		assertThat(outbox.publish(Rig.message("t", "b", 1))).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(MqttOutboxFullException.class)
			.withMessageContaining("capacity")
			.withMessageContaining("mqtt.driver.publish.delivery-timeout");
	}

	@Test
	@Timeout(20)
	void aCallerWaitsNoLongerThanItsMessageLives() {
		Outbox outbox = waiting(Duration.ofMinutes(1));
		RecordingClient client = new RecordingClient(System::nanoTime);
		Window window = outbox.open(client, new QuietContext());
		window.start(Rig.window(10));
		outbox.publish(Rig.message("t", "a", 1));
		assertThat(outbox.publish(Rig.expiring("t", "b", Duration.ofMillis(50)))).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(MqttPublishExpiredException.class)
			.withMessageContaining("The message expiry PT0.05S of the publish of QoS 1 to topic 't' passed");
		window.settled(1, 0, "");
		assertThat(client.texts()).containsExactly("a");
		assertThat(outbox.pending()).isZero();
	}

	@Test
	@Timeout(20)
	void theDriversOwnThreadsNeverWait() throws Exception {
		Outbox outbox = waiting(Duration.ofMinutes(1));
		outbox.publish(Rig.message("t", "a", 1));
		FutureTask<CompletableFuture<MqttPublishResult>> task = new FutureTask<>(
				() -> outbox.publish(Rig.message("t", "b", 1)));
		new OwnThread(task).start();
		assertThat(task.get()).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(MqttOutboxFullException.class)
			.withMessageContaining("own threads");
	}

	@Test
	@Timeout(20)
	void closingTheIntakeEndsTheWaitOfCallers() throws Exception {
		Outbox outbox = waiting(Duration.ofMinutes(1));
		outbox.publish(Rig.message("t", "a", 1));
		FutureTask<CompletableFuture<MqttPublishResult>> task = new FutureTask<>(
				() -> outbox.publish(Rig.message("t", "b", 1)));
		Thread caller = new Thread(task);
		caller.start();
		awaitWaiting(caller);
		outbox.closeIntake();
		assertThat(task.get()).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(MqttDriverClosedException.class);
	}

	@Test
	void aClosedIntakeRefusesAllButReservedOnes() {
		Rig rig = new Rig();
		rig.publish("a");
		rig.outbox.closeIntake();
		CompletableFuture<MqttPublishResult> late = rig.publish("b");
		rig.outbox.publishReserved(Rig.message("dlt", "d", 1));
		rig.time.settle();
		assertThat(late).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttDriverClosedException.class);
		assertThat(rig.outcomes).containsExactly("closed");
		rig.outbox.reopenIntake();
		rig.publish("c");
		assertThat(rig.start().texts()).containsExactly("a", "d", "c");
	}

	@Test
	void drainedTellsWhenNothingIsPending() {
		Rig rig = new Rig();
		assertThat(rig.outbox.drained()).isCompleted();
		Rig.Session session = rig.start();
		rig.publish("a");
		rig.outbox.publishReserved(Rig.message("dlt", "d", 1));
		CompletableFuture<Void> drained = rig.outbox.drained();
		session.answer("a", 0);
		assertThat(drained).isNotDone();
		session.answer("d", 0x87);
		assertThat(drained).isCompleted();
	}

	@Test
	void failAllSettlesEverythingAndRefusesUntilReopened() {
		Rig rig = new Rig();
		Rig.Session session = rig.start(Rig.window(1));
		List<CompletableFuture<MqttPublishResult>> futures = new ArrayList<>();
		futures.add(rig.publish("in flight"));
		futures.add(rig.publish("waiting"));
		futures.add(rig.outbox.publishReserved(Rig.message("dlt", "reserved", 1)));
		futures.add(rig.outbox.publish(Rig.expiring("t", "expiring", Duration.ofSeconds(9))));
		CompletableFuture<Void> drained = rig.outbox.drained();
		MqttDriverClosedException why = new MqttDriverClosedException("stopped");
		rig.outbox.failAll(why);
		assertThat(rig.outbox.pending()).isZero();
		futures.add(rig.outbox.publishReserved(Rig.message("dlt", "late", 1)));
		session.window.close();
		rig.time.settle();
		assertThat(futures).allMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(drained).isCompleted();
		assertThat(rig.outcomes).containsOnly("closed").hasSize(5);
		assertThat(rig.time.waiting()).as("timers left").isZero();
		rig.outbox.reopenIntake();
		rig.publish("again");
		assertThat(rig.start().texts()).containsExactly("again");
	}

	@Test
	void aFutureThatItsHolderCompletesOrCancelsIsStillSentAndCounted() {
		Rig rig = new Rig();
		CompletableFuture<MqttPublishResult> cancelled = rig.publish("a");
		CompletableFuture<MqttPublishResult> completed = rig.publish("b");
		cancelled.cancel(true);
		completed.complete(new MqttPublishResult("t", 1, 0, 0, Duration.ZERO));
		Rig.Session session = rig.start();
		assertThat(session.texts()).containsExactly("a", "b");
		assertThat(rig.outbox.pending()).isEqualTo(2);
		session.answer("a", 0);
		session.answer("b", 0);
		assertThat(rig.outbox.pending()).isZero();
		assertThat(rig.outcomes).containsExactly("acknowledged", "acknowledged");
	}

	@Test
	void aCallbackMayThrowOrPublish() {
		Rig rig = new Rig();
		Rig.Session session = rig.start();
		rig.publish("a").thenAccept((result) -> {
			throw new IllegalStateException("callback");
		});
		CompletableFuture<MqttPublishResult> chained = rig.publish("b").thenCompose((result) -> rig.publish("c"));
		session.answer("a", 0);
		session.answer("b", 0);
		assertThat(session.texts()).containsExactly("a", "b", "c");
		session.answer("c", 0);
		assertThat(chained).isCompleted();
	}

	@Test
	void anObserverThatThrowsDoesNotKeepTheFuture() {
		Rig rig = new Rig();
		Outbox outbox = new Outbox(Rig.DEFAULTS, rig.time::nanoTime, rig.time, rig.time, (qos, outcome, elapsed) -> {
			throw new IllegalStateException("observer");
		});
		CompletableFuture<MqttPublishResult> future = outbox.publish(Rig.message("t", "a", 0));
		rig.time.settle();
		assertThat(future).isCompletedExceptionally();
	}

	@Test
	void futuresCompleteAlsoWhenTheCallbackThreadsAreGone() {
		Rig rig = new Rig();
		ScheduledExecutorService gone = Executors.newSingleThreadScheduledExecutor();
		gone.shutdownNow();
		Outbox outbox = new Outbox(Rig.DEFAULTS, rig.time::nanoTime, rig.time, gone, (qos, outcome, elapsed) -> {
		});
		CompletableFuture<MqttPublishResult> future = outbox.publish(Rig.message("t", "a", 1));
		outbox.failAll(new MqttDriverClosedException("stopped"));
		assertThat(future).isCompletedExceptionally();
	}

	@Test
	void settingsWithoutSenseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Rig.settings(Duration.ZERO, Duration.ofSeconds(1)))
			.withMessageContaining("mqtt.driver.publish.timeout");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Rig.settings(Duration.ofSeconds(1), Duration.ofSeconds(-1)))
			.withMessageContaining("delivery-timeout");
		assertThatIllegalArgumentException().isThrownBy(() -> Rig.bounds(0, 1)).withMessageContaining("capacity");
		assertThat(new Rig(Rig.settings(Duration.ofSeconds(5), Duration.ofSeconds(Long.MAX_VALUE))).publish("a"))
			.isNotDone();
	}

	private Outbox waiting(Duration deliveryTimeout) {
		PublishSettings settings = new PublishSettings(Duration.ofSeconds(5), deliveryTimeout, 1, 64 << 20, true);
		return new Outbox(settings, System::nanoTime, this.real, this.real, (qos, outcome, elapsed) -> {
		});
	}

	private static Thread caller(Outbox outbox, String text) {
		Thread caller = new Thread(() -> outbox.publish(Rig.message("t", text, 1)));
		caller.start();
		awaitWaiting(caller);
		return caller;
	}

	private static void awaitWaiting(Thread caller) {
		Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> caller.getState() == Thread.State.TIMED_WAITING);
	}

	private static void assertFull(Rig rig, CompletableFuture<MqttPublishResult> future, String text) {
		rig.time.settle();
		assertThat(future).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(MqttOutboxFullException.class)
			.withMessageContaining(text);
	}

	private static final class OwnThread extends Thread implements DriverThread {

		OwnThread(Runnable action) {
			super(action);
		}

	}

	static final class QuietContext implements WindowContext {

		@Override
		public String describe() {
			return "quiet";
		}

		@Override
		public void stalled(String diagnosis) {
			throw new AssertionError("Not expected: " + diagnosis);
		}

	}

}
