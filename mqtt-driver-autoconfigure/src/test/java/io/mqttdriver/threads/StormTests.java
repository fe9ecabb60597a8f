package io.mqttdriver.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything from sixteen threads at once, and then one last wish.
 */
@Proof(Means.THREADS)
class StormTests {

	private static final int ROUNDS = Integer.getInteger("threads.storms", 60);

	private static final int THREADS = 16;

	private static final int CALLS = 6;

	/** A subscription and its fate. */
	private record Wish(String topic, CompletableFuture<MqttSubscription> answer, AtomicInteger received) {
	}

	@BeforeEach
	void logLess() {
		Threads.logLess();
	}

	@AfterEach
	void logAgain() {
		Threads.logAgain();
	}

	@Test
	@Fault("X2")
	@Timeout(120)
	void sixteenThreadsAtOnceEndInTheLastWish() {
		try (Race race = new Race("storm"); RacingDriver it = new RacingDriver(race.random())) {
			for (int round = 0; round < ROUNDS; round++) {
				new Storm(it, race, round).pass();
			}
			assertThat(race.tally()).containsKeys("connected at last", "stopped at last", "published",
					"refused publish", "subscribed", "cancelled");
		}
	}

	/**
	 * One round.
	 */
	private static final class Storm {

		private final RacingDriver it;

		private final Race race;

		private final int round;

		private final MqttReconnectManager manager;

		private final Queue<CompletableFuture<?>> futures = new ConcurrentLinkedQueue<>();

		private final Map<String, CompletableFuture<?>> publishes = new ConcurrentHashMap<>();

		private final Queue<Wish> kept = new ConcurrentLinkedQueue<>();

		private final Queue<Wish> cancelled = new ConcurrentLinkedQueue<>();

		Storm(RacingDriver it, Race race, int round) {
			this.it = it;
			this.race = race;
			this.round = round;
			this.manager = it.driver.reconnectManager(false, false);
		}

		void pass() {
			int settledBefore = this.it.settled.get();
			this.it.engine.lossesPerMille = (this.round % 3 == 0) ? 20 : 0;
			List<Race.Actor> actors = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				long seed = this.race.random().nextLong();
				actors.add(() -> act(new Random(seed)));
			}
			this.race.round(actors);
			this.it.engine.lossesPerMille = 0;
			if (this.race.random().nextBoolean()) {
				endConnected();
			}
			else {
				endStopped();
			}
			assertThat(this.it.settled.get() - settledBefore).as("outcomes told, each once")
				.isEqualTo(this.publishes.size());
			assertThat(this.it.engine.faults()).isEmpty();
			dropSubscriptions();
		}

		private void act(Random random) {
			for (int i = 0; i < CALLS; i++) {
				switch (random.nextInt(9)) {
					case 0 -> this.futures.add(this.it.driver.connect());
					case 1 -> this.futures.add(this.it.driver.disconnect());
					case 2 -> this.futures.add(this.manager.reconnect());
					case 3 -> this.manager.resetCircuit();
					case 4 -> subscribe(this.kept);
					case 5 -> subscribe(this.cancelled);
					case 6 -> cancel();
					default -> publish();
				}
			}
		}

		private void publish() {
			String payload = this.it.payload();
			this.publishes.put(payload, this.it.publish(payload));
		}

		private void subscribe(Queue<Wish> where) {
			String topic = "wish/" + this.it.payload();
			AtomicInteger received = new AtomicInteger();
			where.add(new Wish(topic,
					this.it.driver.subscribe(topic, String.class, (message) -> received.incrementAndGet()), received));
		}

		private void cancel() {
			Wish wish = this.cancelled.peek();
			if (wish != null) {
				this.futures.add(this.it.driver.unsubscribe(wish.topic()));
			}
		}

		private void endConnected() {
			Threads.result("the last connect()", this.it.driver.connect());
			this.it.await(MqttDriverState.CONNECTED);
			this.race.count("connected at last");
			settleAll();
			this.cancelled.forEach((wish) -> Threads.result("unsubscribe()", this.it.driver.unsubscribe(wish.topic())));
			for (Wish wish : this.kept) {
				Threads.until(wish.topic() + " is subscribed", () -> this.it.engine.subscribed(wish.topic()));
				Threads.result("publish()", this.it.publish(wish.topic(), counted()));
				Threads.until(wish.topic() + " is handled once", () -> wish.received().get() == 1);
			}
			this.cancelled.forEach((wish) -> assertThat(this.it.engine.subscribed(wish.topic())).isFalse());
			assertThat(this.it.engine.alive()).as("one client").isOne();
			assertThat(this.it.state()).isEqualTo(MqttDriverState.CONNECTED);
		}

		private String counted() {
			String payload = this.it.payload();
			this.publishes.put(payload, CompletableFuture.completedFuture(null));
			return payload;
		}

		private void endStopped() {
			Threads.result("the last disconnect()", this.it.driver.disconnect());
			assertThat(this.it.state()).isEqualTo(MqttDriverState.STOPPED);
			assertThat(this.it.driver.status().pendingPublishes()).isZero();
			assertThat(this.it.engine.alive()).as("closed before disconnect() ended").isZero();
			this.race.count("stopped at last");
			settleAll();
			assertThat(Threads.outcome("publish()", this.it.publish(counted())))
				.isInstanceOf(MqttDriverClosedException.class);
			this.cancelled.forEach((wish) -> Threads.result("unsubscribe()", this.it.driver.unsubscribe(wish.topic())));
			assertThat(this.it.driver.status().subscriptions()).isEqualTo(this.kept.size());
		}

		/** Each future ends; what was acknowledged came to the server. */
		private void settleAll() {
			this.futures.forEach((future) -> {
				Throwable failure = Threads.outcome("a future of the storm", future);
				if (failure != null) {
					assertThat(failure).isInstanceOf(MqttDriverClosedException.class);
				}
			});
			this.publishes.forEach((payload, future) -> {
				Throwable failure = Threads.outcome("publish()", future);
				if (failure == null) {
					assertThat(future.isDone()).isTrue();
					this.race.count("published");
				}
				else {
					assertThat(failure).isInstanceOf(MqttDriverClosedException.class);
					this.race.count("refused publish");
				}
			});
			this.publishes.forEach((payload, future) -> {
				if (!future.isCompletedExceptionally()) {
					assertThat(this.it.engine.took(payload)).as("acknowledged means that the server has it").isTrue();
				}
			});
		}

		/**
		 * For the next round; subscribe() may have been refused or still wait for a
		 * connection.
		 */
		private void dropSubscriptions() {
			this.kept.forEach((wish) -> {
				Threads.result("unsubscribe()", this.it.driver.unsubscribe(wish.topic()));
				this.race.count((Threads.outcome("subscribe()", wish.answer()) == null) ? "subscribed" : "cancelled");
			});
			this.cancelled.forEach((wish) -> Threads.outcome("subscribe()", wish.answer()));
			assertThat(this.it.driver.status().subscriptions()).isZero();
		}

	}

}
