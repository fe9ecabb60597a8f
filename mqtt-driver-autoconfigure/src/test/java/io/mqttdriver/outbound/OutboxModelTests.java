package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.ServerLimits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random publishes, answers, losses and waits on virtual time; a ledger that is fed by
 * futures and by what clients are given checks every step.
 */
class OutboxModelTests {

	private static final int[] ANSWERS = { 0, 0, 0, 0x10, 0x80, 0x83, 0x87, 0x97, 0x97, 0x99 };

	private static final int[] ENDS = { 0x00, 0x82, 0x82, 0x87, 0x8B, 0x95 };

	@Test
	void everyPublishIsSettledOnceInOrderWithinTheWindow() {
		long first = ThreadLocalRandom.current().nextLong();
		for (long seed = first; seed < first + 400; seed++) {
			try {
				new Model(new Random(seed)).run();
			}
			catch (RuntimeException | AssertionError ex) {
				throw new AssertionError("seed " + seed, ex);
			}
		}
	}

	private static final class Model {

		private final Random random;

		private final Rig rig = new Rig(
				new PublishSettings(Duration.ofSeconds(2), Duration.ofSeconds(25), 40, 40_000, false));

		private final Map<Integer, CompletableFuture<MqttPublishResult>> futures = new LinkedHashMap<>();

		private final Set<Integer> acknowledged = new HashSet<>();

		private final Map<String, Integer> lastFirstAttempt = new HashMap<>();

		private final Set<Integer> attempted = new HashSet<>();

		private final List<Peer> dead = new ArrayList<>();

		private Peer peer;

		Model(Random random) {
			this.random = random;
		}

		void run() {
			for (int step = 0; step < 300; step++) {
				step(this.random.nextInt(100));
				if (this.peer != null && !this.peer.session.diagnoses.isEmpty()) {
					kill();
				}
				assertThat(this.rig.outbox.pending()).isBetween(0, 80);
				assertThat(this.rig.outbox.pendingBytes()).isBetween(0L, 80_000L);
			}
			finish();
		}

		private void step(int dice) {
			if (dice < 45) {
				publish();
			}
			else if (dice < 80) {
				answer(ANSWERS[this.random.nextInt(ANSWERS.length)]);
			}
			else if (dice < 93) {
				this.rig.time.advance(Duration.ofMillis(this.random.nextInt(1500)));
			}
			else if (this.peer == null) {
				this.peer = new Peer(limits());
			}
			else if (dice < 96) {
				kill();
			}
			else if (!this.dead.isEmpty()) {
				this.dead.get(this.random.nextInt(this.dead.size())).lateAnswers();
			}
		}

		private void publish() {
			int id = this.futures.size();
			Duration expiry = (this.random.nextInt(5) == 0) ? Duration.ofMillis(1 + this.random.nextInt(4000)) : null;
			PublishProperties properties = new PublishProperties(false, expiry, null, null, null, List.of());
			OutboundPublish publish = new OutboundPublish("t" + this.random.nextInt(4), String.valueOf(id).getBytes(),
					this.random.nextInt(3), this.random.nextInt(10) == 0, properties);
			CompletableFuture<MqttPublishResult> future = (this.random.nextInt(10) == 0)
					? this.rig.outbox.publishReserved(publish) : this.rig.outbox.publish(publish);
			this.futures.put(id, future);
			if (this.random.nextInt(20) == 0) {
				future.cancel(true);
			}
		}

		private void answer(int reasonCode) {
			if (this.peer != null && !this.peer.open.isEmpty()) {
				List<Long> tokens = new ArrayList<>(this.peer.open.keySet());
				this.peer.answer(tokens.get(this.random.nextInt(Math.min(3, tokens.size()))), reasonCode);
			}
		}

		private ServerLimits limits() {
			return Rig.limits((this.random.nextInt(4) == 0) ? 1 : 2, this.random.nextInt(4) != 0, 1000,
					1 + this.random.nextInt(8));
		}

		private void kill() {
			if (this.random.nextInt(3) == 0) {
				this.peer.session.window.ended(ENDS[this.random.nextInt(ENDS.length)]);
			}
			this.peer.session.window.close();
			this.dead.add(this.peer);
			this.peer = null;
			if (this.random.nextInt(3) == 0) {
				this.peer = new Peer(limits());
			}
		}

		private void finish() {
			if (this.peer != null) {
				kill();
			}
			if (this.peer == null) {
				this.peer = new Peer(Rig.window(3));
			}
			if (this.random.nextBoolean()) {
				this.rig.outbox.closeIntake();
			}
			CompletableFuture<Void> drained = this.rig.outbox.drained();
			while (!this.peer.open.isEmpty()) {
				answer(0);
				this.rig.time.settle();
			}
			this.rig.time.settle();
			assertThat(drained).isCompleted();
			this.peer.session.window.close();
			verify();
		}

		private void verify() {
			assertThat(this.rig.outbox.pending()).isZero();
			assertThat(this.rig.outbox.pendingBytes()).isZero();
			assertThat(this.rig.outcomes).as("each told once").hasSize(this.futures.size());
			this.futures.forEach((id, future) -> {
				assertThat(future).as("publish %s", id).isDone();
				if (!future.isCompletedExceptionally()) {
					assertThat(this.acknowledged).contains(id);
				}
				else if (!future.isCancelled()
						&& future.handle((result, ex) -> ex).join() instanceof MqttPublishRejectedException) {
					assertThat(this.acknowledged).as("rejected and acknowledged").doesNotContain(id);
				}
			});
			this.rig.time.advance(Duration.ofMinutes(1));
			assertThat(this.rig.time.waiting()).as("timers left").isZero();
		}

		/**
		 * A server that keeps account of what is open and in which order it came.
		 */
		private final class Peer {

			private final Rig.Session session = Model.this.rig.open();

			private final Map<Long, Integer> open = new LinkedHashMap<>();

			private final Set<Integer> seen = new HashSet<>();

			private final Map<String, Integer> lastNew = new HashMap<>();

			private final ServerLimits limits;

			Peer(ServerLimits limits) {
				this.limits = limits;
				this.session.client.onPublish(this::take);
				this.session.window.start(limits);
			}

			private void take(RecordingClient.Sent sent) {
				int id = Integer.parseInt(sent.text());
				assertThat(this.open.put(sent.token(), id)).isNull();
				assertThat(this.open.size()).isLessThanOrEqualTo(this.limits.window());
				assertThat(sent.publish().qos()).isLessThanOrEqualTo(this.limits.maximumQos());
				assertThat(sent.publish().retained() && !this.limits.retainAvailable()).isFalse();
				assertThat(Model.this.acknowledged).as("sent again after its acknowledgement").doesNotContain(id);
				inOrder(Model.this.attempted, Model.this.lastFirstAttempt, sent.topic(), id);
				inOrder(this.seen, this.lastNew, sent.topic(), id);
				if (Model.this.random.nextInt(6) == 0) {
					answer(sent.token(), 0);
				}
			}

			private void inOrder(Set<Integer> known, Map<String, Integer> last, String topic, int id) {
				if (known.add(id)) {
					Integer before = last.put(topic, id);
					assertThat(before == null || before < id).as("%s after %s on %s", id, before, topic).isTrue();
				}
			}

			void answer(long token, int reasonCode) {
				int id = this.open.remove(token);
				if (reasonCode < 0x80) {
					Model.this.acknowledged.add(id);
				}
				this.session.window.settled(token, reasonCode, "");
			}

			void lateAnswers() {
				this.open.keySet().forEach((token) -> this.session.window.settled(token, 0, ""));
			}

		}

	}

}
