package io.mqttdriver.engine.paho;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.RecordingEvents.Closed;
import io.mqttdriver.engine.RecordingEvents.Lost;
import io.mqttdriver.engine.RecordingEvents.Received;
import io.mqttdriver.engine.RecordingEvents.Settled;
import io.mqttdriver.test.Answer;
import io.mqttdriver.test.FakePublish;
import io.mqttdriver.test.MqttPacketType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a client ends.
 */
class PahoEndTests {

	private final Rig rig = new Rig();

	@AfterEach
	void end() {
		this.rig.close();
	}

	/** The threads of all clients. */
	static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getThreadGroup() instanceof ClientThreads)
			.toList();
	}

	static void awaitBlockedWriter(Rig rig) {
		Rig.await(() -> threads().stream()
			.filter((thread) -> thread.getName().equals("mqtt-write"))
			.anyMatch((thread) -> Arrays.stream(thread.getStackTrace())
				.anyMatch((frame) -> frame.getMethodName().equals("write")
						&& frame.getClassName().startsWith("java.net.Socket")
						&& rig.client.traffic().written() < rig.client.traffic().submitted())));
		Rig.calmDown();
	}

	@Test
	void allThreadsAreDaemonsOfTheClientAndGoneWhenItIsClosed() {
		this.rig.connect();
		assertThat(threads()).hasSizeGreaterThanOrEqualTo(4).allMatch(Thread::isDaemon);
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> thread.getName().startsWith("MQTT"))
			.allMatch((thread) -> thread.getThreadGroup() instanceof ClientThreads || !thread.isAlive());
		this.rig.client.close(0, Duration.ZERO);
		Rig.await(() -> this.rig.events.has(Closed.class));
		assertThat(threads()).isEmpty();
	}

	@Test
	void aBlockedWriterEndsAtOnce() {
		this.rig.connect();
		this.rig.broker.stallAll();
		for (int token = 0; token < 40; token++) {
			this.rig.client.publish(token, Rig.message("t", 0, new byte[500_000]));
		}
		awaitBlockedWriter(this.rig);
		long begin = System.nanoTime();
		this.rig.client.close(0, Duration.ofMillis(100));
		Rig.await(() -> this.rig.events.has(Closed.class));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1_500));
		assertThat(threads()).isEmpty();
	}

	@Test
	void manyUnansweredPublishesDoNotDelayTheEnd() {
		this.rig.broker.on(MqttPacketType.PUBLISH, Answer.ignore());
		this.rig.connect();
		for (int token = 0; token < 1_000; token++) {
			this.rig.publish(token, 1);
		}
		long begin = System.nanoTime();
		this.rig.client.close(0, Duration.ZERO);
		Rig.await(() -> this.rig.events.has(Closed.class));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofMillis(1_500));
	}

	@Test
	void closingAtAnyMomentOfConnectingLeavesNothing() throws InterruptedException {
		for (int i = 0; i < 60; i++) {
			try (Rig one = new Rig()) {
				one.open();
				TimeUnit.MICROSECONDS.sleep(i * 150L);
			}
			assertThat(threads()).isEmpty();
		}
	}

	@Test
	void aServerThatClosesAtOnceLeavesNoThread() {
		this.rig.broker.onAccept(Answer.fin());
		for (int i = 0; i < 30; i++) {
			try (Rig one = new Rig()) {
				one.broker.onAccept((i % 2 == 0) ? Answer.fin() : Answer.rst());
				one.open();
				one.lost();
			}
			assertThat(threads()).isEmpty();
		}
	}

	@Test
	void whatTheServerSaidLastIsToldBeforeTheLoss() {
		this.rig.broker.on(MqttPacketType.PUBLISH, Answer.ignore());
		this.rig.connect();
		for (int token = 0; token < 50; token++) {
			this.rig.publish(token, 1);
		}
		this.rig.broker.await(MqttPacketType.PUBLISH, 50, Rig.LONG);
		byte[] last = new byte[50 * 4 + 100 * 6];
		for (int i = 0; i < 50; i++) {
			byte[] puback = { 0x40, 2, 0, (byte) (i + 1) };
			System.arraycopy(puback, 0, last, i * 4, 4);
		}
		for (int i = 0; i < 100; i++) {
			byte[] publish = { 0x30, 4, 0, 1, 't', 0 };
			System.arraycopy(publish, 0, last, 200 + i * 6, 6);
		}
		this.rig.broker.now(Answer.raw(last).then(Answer.disconnect(0x8B)));
		assertThat(this.rig.lost().reasonCode()).isEqualTo(0x8B);
		assertThat(this.rig.events.all(Settled.class)).hasSize(50);
		assertThat(this.rig.events.all(Received.class)).hasSize(100);
	}

	@Test
	void aDisconnectIsReceivedAlsoWhenThereIsMoreToRead() {
		this.rig.connect();
		for (int i = 0; i < 50; i++) {
			this.rig.broker.publish(FakePublish.to("t").payload(new byte[10_000]));
		}
		this.rig.client.close(0x04, Duration.ofSeconds(2));
		assertThat(this.rig.broker.await(MqttPacketType.DISCONNECT, 1, Rig.LONG).get(0).reasonCode()).isEqualTo(4);
	}

	@Test
	void anExceptionOfPahosThreadsEndsTheClient() throws InterruptedException {
		AtomicReference<EngineFailure> failure = new AtomicReference<>();
		CountDownLatch told = new CountDownLatch(1);
		ClientThreads threads = new ThreadGroups().lend((thread, ex) -> {
			failure.set(Failures.died(thread, ex));
			told.countDown();
		});
		threads.start("MQTT Rec: client", () -> {
			throw new IllegalArgumentException("Invalid UTF-8 char: [0001]");
		});
		assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
		assertThat(failure.get().kind()).isEqualTo(Kind.PROTOCOL);
		assertThat(threads.join(1_000, () -> {
		})).isTrue();
	}

	@Test
	void anAbortNeedsNoCallThatPahoRefuses() {
		this.rig.connect();
		this.rig.broker.sendRaw(new byte[] { (byte) 0xE0, 2, (byte) 0x8E, 0 });
		assertThat(this.rig.lost().reasonCode()).isEqualTo(0x8E);
		assertThat(this.rig.events.all(Lost.class)).hasSize(1);
		assertThat(threads()).isEmpty();
	}

}
