package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.integration.acks.SimpleAcknowledgment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a message that several, one, or no listeners have is acknowledged.
 */
@ExtendWith(OutputCaptureExtension.class)
@Proof(Means.SIMULATED)
class ReceiptTests {

	private final Bench bench = new Bench();

	private final TestHandler first = new TestHandler();

	private final TestHandler second = new TestHandler();

	@Test
	void aMessageIsAcknowledgedWhenAllItsListenersAreDone() {
		CompletableFuture<Void> slow = new CompletableFuture<>();
		this.first.body = (publish, attempt, ack) -> slow;
		this.bench.add("a", 1, this.first);
		this.bench.add("b", 1, this.second);
		this.bench.handle("t");
		assertThat(this.second.begun).containsExactly(1L);
		assertThat(this.bench.acknowledged()).isEmpty();
		slow.complete(null);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
	}

	@Test
	void twoHandlersOfOneTypeAreAloneOnTheirTopic() {
		this.second.type = this.first.type;
		this.bench.add("a", 1, this.first);
		this.bench.add("b", 1, this.second);
		this.bench.handle("t");
		assertThat(this.first.alone).containsExactly(true);
		assertThat(this.second.alone).containsExactly(true);
	}

	@Test
	void oneTakerIsEnough() {
		this.first.mine = false;
		this.bench.add("a", 1, this.first);
		this.bench.add("b", 1, this.second);
		this.bench.handle("t");
		assertThat(this.bench.acknowledged()).containsExactly(1L);
		assertThat(this.bench.counts.counted).containsOnlyKeys("b success");
	}

	@Test
	void whatNobodyTakesIsCountedDeadLetteredAndAcknowledgedAfterThat() {
		CompletableFuture<Void> published = new CompletableFuture<>();
		this.bench.letters.answer = () -> published;
		this.first.mine = false;
		this.bench.add("a", 1, this.first);
		this.bench.handle("t");
		assertThat(this.bench.counts.counted).containsOnlyKeys("unhandled");
		assertThat(this.bench.letters.reasons).containsExactly(DeadLetter.unhandled());
		assertThat(this.bench.acknowledged()).isEmpty();
		assertThat(this.bench.dispatcher.windowHolder()).contains("1 taken by no listener");
		published.complete(null);
		assertThat(this.bench.acknowledged()).containsExactly(1L);
	}

	@Test
	void whatIsRoutedToNobodyIsUnhandledOnAHandlerThread() {
		this.bench.receive("t");
		assertThat(this.bench.letters.reasons).isEmpty();
		this.bench.time.settle();
		assertThat(this.bench.letters.reasons).containsExactly(DeadLetter.unhandled());
		assertThat(this.bench.acknowledged()).containsExactly(1L);
	}

	@Test
	void unhandledMessagesAreLoggedOnceForEachTopicAndType(CapturedOutput output) {
		this.bench.letters.answer = () -> null;
		this.bench.reception.received(Bench.typed("t\u001b1", "order"));
		this.bench.reception.received(Bench.typed("t\u001b1", "order"));
		this.bench.reception.received(Bench.typed("t\u001b1", "invoice"));
		this.bench.time.settle();
		assertThat(output.getAll().lines().filter((line) -> line.contains("on topic 't?1'"))).hasSize(2)
			.anyMatch((line) -> line.contains("type 'order'"))
			.anyMatch((line) -> line.contains("type 'invoice'"));
	}

	@Test
	void theLogOfUnhandledMessagesIsBounded(CapturedOutput output) {
		UnhandledLog log = new UnhandledLog("type");
		for (int topic = 0; topic < 3000; topic++) {
			log.unhandled(Bench.message(1, "topic/" + topic, 1, new byte[0]));
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("'topic/"))).hasSize(1000);
		assertThat(output.getAll().lines().filter((line) -> line.contains("further ones"))).hasSize(1);
	}

	@Test
	void aloneMeansNoOtherObjectType() {
		TestHandler any = new TestHandler();
		any.type = null;
		Listener anyListener = this.bench.add("any", 1, any);
		this.bench.add("a", 1, this.first);
		this.bench.handle("t");
		this.bench.add("b", 1, this.second);
		this.bench.handle("t");
		this.bench.routes.retainAll(List.of(anyListener));
		this.bench.handle("t");
		assertThat(this.first.alone).containsExactly(true, false);
		assertThat(this.second.alone).containsExactly(false);
		assertThat(any.alone).containsExactly(true, false, true);
	}

	@Test
	@Fault("H9")
	void aManualListenerAcknowledgesWhenItLikesAndOnce() {
		List<SimpleAcknowledgment> acks = new ArrayList<>();
		this.first.body = (publish, attempt, ack) -> {
			acks.add(ack);
			return null;
		};
		Listener listener = this.bench.add(new ListenerSpec("manual", 1, true, this.first));
		this.bench.handle("t", "t");
		assertThat(acks).hasSize(2);
		assertThat(listener.lag()).isZero();
		assertThat(this.bench.acknowledged()).isEmpty();
		assertThat(this.bench.dispatcher.windowHolder()).isEqualTo("listener 'manual' holds 2");
		acks.get(0).acknowledge();
		acks.get(0).acknowledge();
		assertThat(this.bench.acknowledged()).containsExactly(1L);
		acks.get(1).acknowledge();
		assertThat(this.bench.acknowledged()).containsExactly(1L, 2L);
		assertThat(this.bench.dispatcher.windowHolder()).isEmpty();
	}

	@Test
	void aManualListenerThatFailsIsRetriedAndDeadLetteredThenAcknowledged() {
		this.first.body = (publish, attempt, ack) -> {
			if (publish.topic().equals("early")) {
				ack.acknowledge();
			}
			throw new IllegalStateException("manual");
		};
		this.bench.add(new ListenerSpec("manual", 2, true, this.first));
		this.bench.handle("late", "early");
		assertThat(this.bench.acknowledged()).isEmpty();
		this.bench.time.advance(Duration.ofSeconds(10));
		assertThat(this.first.begun).hasSize(6);
		assertThat(this.bench.letters.reasons).hasSize(2);
		assertThat(this.bench.acknowledged()).containsExactly(1L, 2L);
	}

	@Test
	void anAutomaticListenersAcknowledgmentHasNoEffect() {
		CompletableFuture<Void> slow = new CompletableFuture<>();
		this.first.body = (publish, attempt, ack) -> {
			ack.acknowledge();
			return slow;
		};
		this.bench.add("a", 1, this.first);
		this.bench.handle("t");
		assertThat(this.bench.acknowledged()).isEmpty();
	}

	@Test
	void qos0OwesNothing() {
		this.bench.add("a", 1, this.first);
		this.bench.reception.received(this.bench.message("t", 0));
		this.bench.time.settle();
		assertThat(this.first.begun).hasSize(1);
		assertThat(this.bench.acknowledged()).isEmpty();
	}

	@Test
	@Fault("H10")
	void qos0BeyondTheCapacityDropsTheOldest() {
		Bench small = new Bench(new ListenerSettings(false, 3, 1000, Bench.RETRY));
		Listener listener = small.add("a", 1, this.first);
		small.add("b", 1, this.second);
		listener.pause();
		small.receive("t");
		for (int i = 0; i < 5; i++) {
			small.reception.received(small.message("t" + (i % 2), 0));
		}
		assertThat(small.counts.counted).containsExactly(Map.entry("dropped qos0-overflow", 2));
		assertThat(listener.lag()).isEqualTo(4);
		listener.resume();
		small.time.settle();
		assertThat(this.first.begun).containsExactlyInAnyOrder(1L, 4L, 5L, 6L);
		assertThat(this.second.begun).containsExactlyInAnyOrder(1L, 4L, 5L, 6L);
		assertThat(listener.topics()).isZero();
	}

	@Test
	void qos0BeyondTheBytesDropsTheOldestButNeverTheOnlyOne() {
		Bench small = new Bench(new ListenerSettings(false, 100, 1000, Bench.RETRY));
		small.add("a", 1, this.first).pause();
		small.reception.received(Bench.message(1, "t", 0, new byte[400]));
		small.reception.received(Bench.message(2, "t", 0, new byte[400]));
		assertThat(small.counts.counted).isEmpty();
		small.reception.received(Bench.message(3, "t", 0, new byte[5000]));
		assertThat(small.counts.counted).containsEntry("dropped qos0-overflow", 2);
		small.routes.get(0).resume();
		small.time.settle();
		assertThat(this.first.begun).containsExactly(3L);
	}

	@Test
	void whatRunsAtQos0IsNotCountedAsWaiting() {
		Bench small = new Bench(new ListenerSettings(false, 1, 1000, Bench.RETRY));
		this.first.body = (publish, attempt, ack) -> new CompletableFuture<>();
		small.add("a", 10, this.first);
		for (int i = 0; i < 10; i++) {
			small.reception.received(small.message("t" + i, 0));
			small.time.settle();
		}
		assertThat(this.first.begun).hasSize(10);
		assertThat(small.counts.counted).isEmpty();
	}

	@Test
	void aRouterThatFailsDoesNotReachTheEngine() {
		Reception broken = this.bench.dispatcher.open(this.bench.client, (publish) -> {
			throw new IllegalStateException("router");
		});
		broken.received(this.bench.message("t", 1));
		assertThat(this.bench.acknowledged()).isEmpty();
	}

}
