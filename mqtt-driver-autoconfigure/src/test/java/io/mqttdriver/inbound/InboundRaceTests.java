package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.mqttdriver.inbound.AckSequencer.Owed;
import io.mqttdriver.inbound.ListenerSettings.Retry;
import io.mqttdriver.threads.Race;
import io.mqttdriver.threads.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two to four actors on one reception, thousands of times; each outcome must be one of
 * those allowed.
 */
@Timeout(60)
class InboundRaceTests {

	private final ExecutorService handlers = Executors.newCachedThreadPool();

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	@AfterEach
	void stop() {
		this.handlers.shutdownNow();
		this.timer.shutdownNow();
	}

	/** Lanes finish in any order, some of them twice, while the client dies. */
	@Test
	void acknowledgementsGoInOrderOnceAndNoneAfterTheEndOfTheClient() {
		int messages = 8;
		try (Race race = new Race("acknowledgements")) {
			for (int round = 0; round < 3000; round++) {
				RecordingClient client = new RecordingClient();
				client.onAcknowledge = Thread::yield;
				AckSequencer acks = new AckSequencer(client, true, new Later(this.timer, this.handlers),
						new LongAdder());
				AtomicInteger released = new AtomicInteger();
				List<Owed> owed = LongStream.range(0, messages)
					.mapToObj((delivery) -> acks.arrived(delivery, new CountingDebtor(released)))
					.toList();
				AtomicInteger atTheEnd = new AtomicInteger();
				race.round(() -> IntStream.range(0, messages).forEach((i) -> acks.done(owed.get(i))),
						() -> IntStream.range(0, messages).forEach((i) -> acks.done(owed.get(messages - 1 - i))),
						() -> {
							acks.close();
							atTheEnd.set(client.acknowledged().size());
						});
				List<Long> sent = List.copyOf(client.acknowledged());
				assertThat(sent).containsExactlyElementsOf(LongStream.range(0, sent.size()).boxed().toList());
				assertThat(sent.size() - atTheEnd.get()).as("on its way when the client died").isBetween(0, 1);
				assertThat(client.overlapped()).isFalse();
				assertThat(released.get()).as("debtors told, none that is done").isBetween(0, messages - sent.size());
				assertThat(acks.unacknowledged()).isEmpty();
				race.count(sent.size() + " acknowledged");
			}
			assertThat(race.tally()).hasSizeGreaterThan(1);
		}
	}

	/** Messages come while the listener is paused, resumed and closed. */
	@Test
	void whatComesWhileAListenerPausesResumesAndStopsIsHandledOnceOrAcknowledgedUnhandled() {
		int messages = 40;
		try (Race race = new Race("pauses")) {
			for (int round = 0; round < 1000; round++) {
				boolean stops = round % 2 == 0;
				Bench.Counts counts = new Bench.Counts();
				Dispatcher dispatcher = new Dispatcher(
						new ListenerSettings(true, 1000, 1_000_000, new Retry(0, Duration.ZERO, 1, Duration.ZERO)),
						System::nanoTime, this.timer, this.handlers, new Bench.Letters(), counts);
				Queue<Long> handled = new ConcurrentLinkedQueue<>();
				TestHandler handler = new TestHandler();
				handler.body = (publish, attempt, ack) -> {
					handled.add(publish.delivery());
					return null;
				};
				Listener listener = dispatcher.add(new ListenerSpec("a", 1, false, handler));
				RecordingClient client = new RecordingClient();
				Reception reception = dispatcher.open(client, (publish) -> List.of(listener));
				race.round(
						() -> LongStream.range(0, messages)
							.forEach((delivery) -> reception.received(Bench.message(delivery, "t", 1, new byte[1]))),
						() -> {
							for (int i = 0; i < 10; i++) {
								listener.pause();
								listener.resume();
							}
						}, () -> {
							while (stops && handled.isEmpty()) {
								Thread.yield();
							}
							if (stops) {
								listener.close();
							}
						});
				listener.resume();
				Threads.outcome("drained()", dispatcher.drained());
				assertThat(client.acknowledged()).as("each is acknowledged, in order")
					.containsExactlyElementsOf(LongStream.range(0, messages).boxed().toList());
				int dropped = counts.counted.getOrDefault("dropped listener-closed", 0);
				assertThat(handled).as("handled in order, once, up to the stop")
					.containsExactlyElementsOf(LongStream.range(0, messages - dropped).boxed().toList());
				assertThat(dropped > 0 && !stops).isFalse();
				race.count((dropped > 0) ? "stopped in the middle" : "all handled");
			}
			assertThat(race.tally()).containsKeys("all handled", "stopped in the middle");
		}
	}

	/**
	 * Counts how often it was released.
	 */
	private record CountingDebtor(AtomicInteger count) implements AckSequencer.Debtor {

		@Override
		public void released() {
			this.count.incrementAndGet();
		}

		@Override
		public List<String> holders() {
			return List.of();
		}

	}

}
