package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.ListenerSettings.Retry;
import io.mqttdriver.simulation.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.integration.acks.SimpleAcknowledgment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random listeners, messages, failures, pauses and lost clients, and a ledger of its own
 * that checks every step.
 */
class ModelTests {

	private static final int SEEDS = 40;

	@BeforeEach
	void logLess() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.mqttdriver.inbound", LogLevel.ERROR);
	}

	@AfterEach
	void logAsBefore() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.mqttdriver.inbound", null);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theLedgerAgreesWhateverHappens(boolean strict) {
		long first = System.nanoTime() % 1_000_000;
		System.out.println("ModelTests: seeds from " + first + ", strict " + strict);
		long passed = 0;
		for (long seed = first; seed < first + SEEDS; seed++) {
			try {
				passed += new World(seed, strict).live();
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("Seed " + seed + ", strict " + strict, ex);
			}
		}
		assertThat(passed > 0).isEqualTo(!strict);
	}

	/** What a listener will do with a message. */
	private enum Plan {

		OK, LATER, NOT_MINE, UNREADABLE, FAILS_ONCE, FAILS, FAILS_LATER, RECOVERED

	}

	/**
	 * One run.
	 */
	private static final class World {

		private final VirtualTime time = new VirtualTime();

		private final Random random;

		private final Dispatcher dispatcher;

		private final int receiveMaximum;

		private final List<Listener> listeners = new ArrayList<>();

		private final Map<String, Actor> actors = new HashMap<>();

		private final Map<String, List<Listener>> routes = new HashMap<>();

		private final Map<Long, Set<String>> open = new HashMap<>();

		private final List<CompletableFuture<Void>> pending = new ArrayList<>();

		private final List<SimpleAcknowledgment> owed = new ArrayList<>();

		private boolean deadLettersFail;

		private boolean strict;

		private long deliveries;

		private long passes;

		private Session session;

		World(long seed, boolean strict) {
			this.random = new Random(seed);
			this.strict = strict;
			this.receiveMaximum = 2 + this.random.nextInt(20);
			ListenerSettings settings = new ListenerSettings(strict, 1000, 1_000_000,
					new Retry(2, Duration.ofSeconds(1), 2, Duration.ofSeconds(10)));
			this.dispatcher = new Dispatcher(settings, this.time::nanoTime, this.time, this.time, this::deadLetter,
					new Bench.Counts());
			for (int i = 0; i < 1 + this.random.nextInt(3); i++) {
				Actor actor = new Actor("l" + i, 1 + this.random.nextInt(3), this.random.nextInt(4) == 0);
				this.actors.put(actor.id, actor);
				this.listeners
					.add(this.dispatcher.add(new ListenerSpec(actor.id, actor.concurrency, actor.manual, actor)));
			}
			for (int topic = 0; topic < 5; topic++) {
				this.routes.put("t" + topic,
						this.listeners.stream().filter((listener) -> this.random.nextInt(3) > 0).toList());
			}
			this.session = new Session();
		}

		long live() {
			for (int step = 0; step < 400; step++) {
				step(this.random.nextInt(100));
			}
			settleAll();
			return this.passes;
		}

		private void step(int dice) {
			if (dice < 50) {
				receive();
			}
			else if (dice < 70) {
				this.time.settle();
			}
			else if (dice < 76) {
				this.time.advance(Duration.ofMillis(this.random.nextInt(3000)));
			}
			else if (dice < 86) {
				completeOne();
			}
			else if (dice < 92) {
				acknowledgeOne();
			}
			else if (dice < 95) {
				anyListener().pause();
			}
			else if (dice < 97) {
				anyListener().resume();
			}
			else if (dice < 98) {
				this.deadLettersFail = !this.deadLettersFail;
			}
			else if (this.random.nextInt(4) == 0) {
				this.session.close();
				this.session = new Session();
			}
		}

		private Listener anyListener() {
			return this.listeners.get(this.random.nextInt(this.listeners.size()));
		}

		private void receive() {
			if (this.session.unacknowledged.size() >= this.receiveMaximum) {
				return;
			}
			int qos = this.random.nextInt(4) == 0 ? 0 : 1;
			InboundPublish publish = Bench.message(++this.deliveries, "t" + this.random.nextInt(5), qos, new byte[1]);
			Set<String> ids = new HashSet<>();
			this.routes.get(publish.topic()).forEach((listener) -> ids.add(listener.id()));
			ids.add("");
			this.open.put(publish.delivery(), ids);
			if (qos > 0) {
				this.session.unacknowledged.add(publish.delivery());
			}
			this.session.reception.received(publish);
		}

		private void completeOne() {
			if (!this.pending.isEmpty()) {
				this.pending.remove(this.random.nextInt(this.pending.size())).complete(null);
			}
		}

		private void acknowledgeOne() {
			if (!this.owed.isEmpty()) {
				this.owed.remove(this.random.nextInt(this.owed.size())).acknowledge();
			}
		}

		private void settleAll() {
			this.deadLettersFail = false;
			this.listeners.forEach(Listener::resume);
			do {
				while (!this.pending.isEmpty() || !this.owed.isEmpty()) {
					completeOne();
					acknowledgeOne();
				}
				this.time.advance(Duration.ofMinutes(2));
			}
			while (!this.pending.isEmpty() || !this.owed.isEmpty());
			assertThat(this.session.unacknowledged).isEmpty();
			assertThat(this.listeners).allSatisfy((listener) -> {
				assertThat(listener.lag()).isZero();
				assertThat(listener.topics()).isZero();
			});
			assertThat(this.actors.values()).allSatisfy((actor) -> assertThat(actor.busy).isEmpty());
			assertThat(this.dispatcher.drained()).isCompleted();
			assertThat(this.dispatcher.windowHolder()).isEmpty();
			assertThat(this.dispatcher.passedAcknowledgements()).isEqualTo(this.passes);
			assertThat(this.time.waiting()).isZero();
		}

		private CompletionStage<?> deadLetter(InboundPublish original, DeadLetter reason) {
			if (this.deadLettersFail) {
				return CompletableFuture.failedFuture(new IllegalStateException("refused"));
			}
			CompletableFuture<Void> published = new CompletableFuture<>();
			this.pending.add(published);
			return published.whenComplete((result, failure) -> {
				done(original.delivery(), reason.listenerId());
				if (reason.isUnhandled()) {
					this.open.get(original.delivery()).clear();
				}
			});
		}

		private void done(long delivery, String listenerId) {
			this.open.get(delivery).remove(listenerId);
		}

		/** One client, as the broker sees it. */
		private final class Session {

			private final List<Long> unacknowledged = new ArrayList<>();

			private final RecordingClient client = new RecordingClient();

			private final Reception reception;

			private boolean closed;

			Session() {
				this.client.onAcknowledge = this::acknowledged;
				this.reception = World.this.dispatcher.open(this.client,
						(publish) -> World.this.routes.get(publish.topic()));
				this.reception.receiveMaximum(World.this.receiveMaximum);
			}

			private void acknowledged() {
				long delivery = this.client.acknowledged().get(this.client.acknowledged().size() - 1);
				assertThat(this.closed).as("closed").isFalse();
				assertThat(this.unacknowledged).as("owed").contains(delivery);
				assertThat(World.this.open.get(delivery)).as("not done with " + delivery).isSubsetOf("");
				if (this.unacknowledged.indexOf(delivery) > 0) {
					World.this.passes++;
					assertThat(World.this.strict).isFalse();
				}
				this.unacknowledged.remove(delivery);
			}

			void close() {
				this.closed = true;
				this.reception.close();
			}

		}

		/** One listener's user code. */
		private final class Actor implements InboundHandler {

			private final String id;

			private final int concurrency;

			private final boolean manual;

			private final Map<String, Long> last = new HashMap<>();

			/** The message that each topic is busy with, from its first attempt on. */
			private final Map<String, Long> busy = new HashMap<>();

			private int running;

			Actor(String id, int concurrency, boolean manual) {
				this.id = id;
				this.concurrency = concurrency;
				this.manual = manual;
			}

			@Override
			public @Nullable Invocation read(InboundPublish publish, boolean alone) throws Exception {
				assertThat(this.busy).as("order of " + publish.topic()).doesNotContainKey(publish.topic());
				Long before = this.last.put(publish.topic(), publish.delivery());
				assertThat((before != null) ? before : 0L).isLessThan(publish.delivery());
				Plan plan = Plan.values()[World.this.random.nextInt(Plan.values().length)];
				if (plan == Plan.NOT_MINE) {
					done(publish.delivery(), this.id);
					return null;
				}
				if (plan == Plan.UNREADABLE) {
					throw new Exception("unreadable");
				}
				this.busy.put(publish.topic(), publish.delivery());
				return new Call(this, publish, plan);
			}

			@Override
			public java.lang.reflect.Type objectType() {
				return getClass();
			}

			void ended(InboundPublish publish) {
				assertThat(this.busy.remove(publish.topic())).isEqualTo(publish.delivery());
			}

		}

		/** One message in user code. */
		private final class Call implements InboundHandler.Invocation {

			private final Actor actor;

			private final InboundPublish publish;

			private final Plan plan;

			private int attempts;

			Call(Actor actor, InboundPublish publish, Plan plan) {
				this.actor = actor;
				this.publish = publish;
				this.plan = plan;
			}

			@Override
			public @Nullable CompletionStage<?> invoke(int attempt, SimpleAcknowledgment acknowledgment)
					throws Throwable {
				assertThat(attempt).isEqualTo(++this.attempts);
				assertThat(this.actor.running).isLessThan(this.actor.concurrency);
				switch (this.plan) {
					case LATER -> {
						return later(acknowledgment, null);
					}
					case FAILS_LATER -> {
						return later(acknowledgment, new IllegalStateException("late"));
					}
					case FAILS, RECOVERED -> throw new AssertionError("fails");
					case FAILS_ONCE -> {
						if (attempt == 1) {
							throw new StackOverflowError();
						}
						succeeded(acknowledgment);
					}
					default -> succeeded(acknowledgment);
				}
				return null;
			}

			private CompletionStage<?> later(SimpleAcknowledgment acknowledgment, @Nullable Throwable failure) {
				this.actor.running++;
				CompletableFuture<Void> trigger = new CompletableFuture<>();
				World.this.pending.add(trigger);
				return trigger.thenRun(() -> {
					this.actor.running--;
					if (failure != null) {
						throw new IllegalStateException(failure);
					}
					succeeded(acknowledgment);
				});
			}

			private void succeeded(SimpleAcknowledgment acknowledgment) {
				this.actor.ended(this.publish);
				if (!this.actor.manual) {
					done(this.publish.delivery(), this.actor.id);
					return;
				}
				World.this.owed.add(() -> {
					done(this.publish.delivery(), this.actor.id);
					acknowledgment.acknowledge();
				});
			}

			@Override
			public boolean retryable(Throwable failure) {
				return true;
			}

			@Override
			public boolean recover(Throwable failure) {
				assertThat(this.attempts).isEqualTo(3);
				this.actor.ended(this.publish);
				boolean recovered = this.plan == Plan.RECOVERED;
				if (recovered) {
					done(this.publish.delivery(), this.actor.id);
				}
				return recovered;
			}

		}

	}

}
