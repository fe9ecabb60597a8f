package io.mqttdriver.simulation;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.InboundHandler;
import io.mqttdriver.listener.ListenerDefinition;
import io.mqttdriver.listener.ListenerHandle;
import io.mqttdriver.simulation.SubscriptionBook.Kind;
import io.mqttdriver.simulation.SubscriptionBook.Use;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.acks.SimpleAcknowledgment;
import org.springframework.integration.mqtt.support.MqttHeaders;

/**
 * Makes handlers of all kinds, which behave as dice say.
 */
final class Handlers {

	private final World world;

	private final Behaviour behaviour;

	private final Dice dice;

	private final Set<String> poison = new HashSet<>();

	Handlers(World world, Application application, Strands strands, Dice dice) {
		this.world = world;
		this.dice = dice;
		this.behaviour = new Behaviour(world, application, strands, dice);
	}

	Behaviour behaviour() {
		return this.behaviour;
	}

	/** No handler ever takes this one. */
	void poison(String payload) {
		this.poison.add(payload);
	}

	Subscribed subscribe(DefaultMqttDriver driver, String filter, int qos) {
		Kind kind = this.dice.any(Kind.PROGRAMMATIC, Kind.PROGRAMMATIC, Kind.LISTENER, Kind.ASYNCHRONOUS, Kind.MANUAL);
		Use use = this.world.ledger().subscriptions().wanted(filter, qos, kind);
		if (kind == Kind.PROGRAMMATIC) {
			CompletableFuture<MqttSubscription> answer = driver
				.subscribe(MqttSubscribe.to(filter, String.class).qos(qos).handler((message) -> {
					String topic = String.valueOf(message.getHeaders().get(MqttHeaders.RECEIVED_TOPIC));
					handle(use, topic, message.getPayload());
				}).build());
			return new Subscribed(use, answer, () -> answer.join().cancel(), null);
		}
		ListenerHandle handle = driver.listenerGateway()
			.subscribe(new ListenerDefinition("listener-" + use.number(), List.of(filter), null, qos,
					ListenerDefinition.DEFAULT_CONCURRENCY, kind == Kind.MANUAL, ListenerDefinition.Retain.ALWAYS,
					new Listener(use)));
		return new Subscribed(use, null, () -> {
			handle.cancel();
			return null;
		}, handle);
	}

	/** Takes its time on its thread. */
	private void handle(Use use, String topic, String payload) throws Exception {
		begin(use, topic, payload);
		try {
			this.behaviour.behave(payload, this.poison.contains(payload));
		}
		catch (Exception | Error ex) {
			fail(use, payload, ex);
			throw ex;
		}
		succeed(use, payload);
	}

	private void begin(Use use, String topic, String payload) {
		this.world.tell(601, () -> use + " begins with '" + payload + "'");
		this.world.ledger().inbound().began(use, topic, payload);
	}

	private void succeed(Use use, String payload) {
		this.world.tell(602, () -> use + " is done with '" + payload + "'");
		if (this.world.ledger().inbound().isOutOfOrder(this.world.ledger().clients().opened(), payload)) {
			this.world.struck(Row.H5);
		}
		this.world.ledger().inbound().succeeded(use, payload);
	}

	private void fail(Use use, String payload, Throwable failure) {
		this.world.tell(603, () -> use + " fails on '" + payload + "': " + failure);
		if (!(failure instanceof InterruptedException)) {
			this.world.struck(Row.H1);
		}
		this.world.ledger().inbound().failed(use, payload);
	}

	private CompletionStage<?> handleLater(Use use, String topic, String payload) {
		begin(use, topic, payload);
		CompletableFuture<Void> stage = new CompletableFuture<>();
		boolean fails = this.poison.contains(payload) || this.dice.chance(0.1);
		this.world.after(this.behaviour.duration(), () -> {
			if (fails) {
				IllegalStateException failure = new IllegalStateException("later");
				fail(use, payload, failure);
				stage.completeExceptionally(failure);
			}
			else {
				succeed(use, payload);
				stage.complete(null);
			}
		});
		return stage;
	}

	private void acknowledgeLater(Use use, String payload, SimpleAcknowledgment acknowledgment) {
		Duration delay = this.dice.chance(0.5) ? Duration.ZERO : this.behaviour.duration();
		this.world.after(delay, () -> {
			this.world.tell(604, () -> use + " acknowledges '" + payload + "'");
			this.world.ledger().inbound().finished(use, payload);
			acknowledgment.acknowledge();
		});
	}

	/**
	 * An annotated method, as the driver sees it.
	 */
	private final class Listener implements InboundHandler {

		private final Use use;

		Listener(Use use) {
			this.use = use;
		}

		@Override
		public Invocation read(InboundPublish publish, boolean alone) {
			return new Call(this.use, publish.topic(), new String(publish.payload(), StandardCharsets.UTF_8));
		}

		@Override
		public @Nullable Type objectType() {
			return null;
		}

	}

	/**
	 * One message for one listener.
	 */
	private final class Call implements InboundHandler.Invocation {

		private final Use use;

		private final String topic;

		private final String payload;

		Call(Use use, String topic, String payload) {
			this.use = use;
			this.topic = topic;
			this.payload = payload;
		}

		@Override
		public @Nullable CompletionStage<?> invoke(int attempt, SimpleAcknowledgment acknowledgment) throws Exception {
			if (this.use.kind() == Kind.ASYNCHRONOUS) {
				return handleLater(this.use, this.topic, this.payload);
			}
			handle(this.use, this.topic, this.payload);
			if (this.use.kind() == Kind.MANUAL) {
				acknowledgeLater(this.use, this.payload, acknowledgment);
			}
			return null;
		}

		@Override
		public boolean retryable(Throwable failure) {
			return true;
		}

		@Override
		public boolean recover(Throwable failure) {
			return false;
		}

	}

}
