package io.mqttdriver.threads;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.mqttdriver.MqttCredentials;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.FakeMqttBroker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where users' code runs: in every hook the thread is noted, and another thread calls the
 * driver meanwhile, which could not go on if a lock were held.
 */
@Proof(Means.THREADS)
@Timeout(60)
class HookTests {

	private final Map<String, Set<String>> threads = new ConcurrentHashMap<>();

	private final Queue<String> stuck = new ConcurrentLinkedQueue<>();

	private final Queue<MqttDriver> driver = new ConcurrentLinkedQueue<>();

	/** What someone needs whose thread has a name. */
	private record Letter(String text) {
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
	@Fault({ "P13", "P10" })
	void usersCodeRunsOnItsOwnThreadsWithNoLockHeld() throws Exception {
		try (FakeMqttBroker broker = FakeMqttBroker.start(); DefaultMqttDriver it = build(broker)) {
			this.driver.add(it);
			CompletableFuture<Void> connected = it.connect();
			CompletableFuture<Void> connectCallback = connected.thenRun(() -> hook("connect()"));
			Threads.result("connect()", connectCallback);
			Threads.result("subscribe()", it.subscribe("in", Letter.class, (message) -> {
				hook("handler");
				if (message.getPayload().text().equals("bad")) {
					throw new IllegalStateException("as the test wants");
				}
			}).thenAccept((subscription) -> hook("subscribe()")));
			for (int i = 0; i < 20; i++) {
				String text = (i == 7) ? "bad" : "good";
				Threads.result("publish()",
						it.publish(MqttPublish.to("in").payload(new Letter(text)).qos(i % 3).build())
							.thenRun(() -> hook("publish()")));
			}
			Threads.result("reconnect()",
					it.reconnectManager(true, false).reconnect().thenRun(() -> hook("reconnect()")));
			Threads.result("unsubscribe()", it.unsubscribe("in").thenRun(() -> hook("unsubscribe()")));
			Threads.result("disconnect()", it.disconnect().thenRun(() -> hook("disconnect()")));
			Threads.until("all hooks are called",
					() -> this.threads.keySet()
						.containsAll(List.of("connect()", "handler", "subscribe()", "publish()", "reconnect()",
								"disconnect()", "unsubscribe()", "event", "credentials", "converter out",
								"converter in")));
		}
		assertThat(this.stuck).as("hooks during which the driver could not be called").isEmpty();
		String me = Thread.currentThread().getName();
		this.threads.forEach((hook, names) -> assertThat(names).as(hook)
			.allMatch((name) -> name.equals(me) || name.startsWith("mqtt-callback-")
					|| name.startsWith("mqtt-handler-")));
		assertThat(this.threads.get("handler")).allMatch((name) -> name.startsWith("mqtt-handler-"));
		assertThat(this.threads.get("converter in")).allMatch((name) -> name.startsWith("mqtt-handler-"));
		assertThat(this.threads.get("converter out")).containsOnly(me);
		assertThat(this.threads.get("event")).allMatch((name) -> name.startsWith("mqtt-callback-"));
		assertThat(this.threads.get("credentials")).allMatch((name) -> name.startsWith("mqtt-callback-"));
		System.out.println("hooks: " + this.threads);
	}

	/** Events are told in their order, one after the other, whatever a listener does. */
	@Test
	@Fault("X5")
	void aListenerOfEventsThatFailsOrIsInterruptedHarmsNoLaterEvent() {
		Queue<String> told = new ConcurrentLinkedQueue<>();
		try (Race race = new Race("events");
				RacingDriver it = new RacingDriver(race.random(), (builder) -> builder.eventPublisher((event) -> {
					told.add(event.getClass().getSimpleName() + " " + Thread.currentThread().isInterrupted());
					Thread.currentThread().interrupt();
					throw new AssertionError("as the test wants");
				}))) {
			it.connected();
			for (int i = 0; i < 20; i++) {
				Threads.result("reconnect()", it.driver.reconnectManager(true, false).reconnect());
			}
			Threads.until("every event is told", () -> told.size() >= 41);
			assertThat(told).containsOnly("MqttConnectedEvent false", "MqttConnectionLostEvent false");
			assertThat(told).first().isEqualTo("MqttConnectedEvent false");
		}
	}

	private DefaultMqttDriver build(FakeMqttBroker broker) {
		return new DefaultMqttDriverBuilder().uris(broker.uri())
			.clientId("hooks")
			.reconnectMinInterval(Duration.ZERO)
			.listenerRetryMaxRetries(0)
			.listenerDeadLetterTopic("dlt")
			.credentialsProvider(() -> {
				hook("credentials");
				return new MqttCredentials("user", null);
			})
			.eventPublisher((event) -> hook("event"))
			.messageConverters(List.of(new Noting()))
			.build();
	}

	/** Notes the thread; another one must be able to use the driver meanwhile. */
	private void hook(String name) {
		this.threads.computeIfAbsent(name, (key) -> ConcurrentHashMap.newKeySet())
			.add(Thread.currentThread().getName());
		MqttDriver it = this.driver.peek();
		if (it == null) {
			return;
		}
		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
			it.status();
			it.publish("hooks/" + name.replace("()", "").replace(' ', '/'), "x");
			it.subscribe("hooks", String.class, (message) -> {
			});
			it.unsubscribe("hooks");
			it.connect();
		}, (task) -> new Thread(task).start());
		try {
			other.get(Race.LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			this.stuck.add(name + Threads.dump());
		}
		catch (Exception ex) {
			this.stuck.add(name + ": " + ex);
		}
	}

	/**
	 * Reads and writes letters.
	 */
	private final class Noting implements MessageConverter {

		@Override
		public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
			if (targetClass != Letter.class) {
				return null;
			}
			hook("converter in");
			return new Letter(new String((byte[]) message.getPayload(), StandardCharsets.UTF_8));
		}

		@Override
		public @Nullable Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
			if (!(payload instanceof Letter letter)) {
				return null;
			}
			hook("converter out");
			return MessageBuilder.withPayload(letter.text().getBytes(StandardCharsets.UTF_8)).build();
		}

	}

}
