package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishExpiredException;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.simulation.PublishBook.Offer;
import org.jspecify.annotations.Nullable;

/**
 * The application and its operators: each call is entered into the ledger.
 */
final class Application {

	private final World world;

	private final DefaultMqttDriver driver;

	private final MqttReconnectManager manager;

	private final Dice dice;

	private final Handlers handlers;

	private final List<Subscribed> subscribed = new ArrayList<>();

	private int openAnswers;

	private boolean retired;

	Application(World world, DefaultMqttDriver driver, Strands strands, Dice dice) {
		this.world = world;
		this.driver = driver;
		this.manager = driver.reconnectManager(false, false);
		this.dice = dice;
		this.handlers = new Handlers(world, this, strands, dice.split());
	}

	Handlers handlers() {
		return this.handlers;
	}

	MqttDriver driver() {
		return this.driver;
	}

	CompletableFuture<Void> connect() {
		this.world.tell(501, () -> "operator: connect()");
		CompletableFuture<Void> future = this.driver.connect();
		this.world.ledger().operators().connect(future);
		return future;
	}

	/** Later, unless it is over by then. */
	void connectIn(Duration delay) {
		this.world.after(delay, () -> {
			if (!this.retired) {
				connect();
			}
		});
	}

	/** From now on no operator connects again. */
	void retire() {
		this.retired = true;
	}

	CompletableFuture<Void> disconnect() {
		this.world.tell(502, () -> "operator: disconnect()");
		boolean quiet = this.world.broker().hasConnection() && this.world.ledger().publishes().unsettled() == 0
				&& this.world.ledger().inbound().running() == 0;
		if (!quiet) {
			this.world.struck(Row.X1);
		}
		CompletableFuture<Void> future = this.driver.disconnect();
		this.world.ledger().operators().disconnect(future);
		return future;
	}

	void reconnect() {
		this.world.tell(503, () -> "operator: reconnect()");
		this.world.ledger().operators().reconnect(this.manager.reconnect());
	}

	void resetCircuit() {
		this.world.tell(504, () -> "operator: resetCircuit()");
		this.manager.resetCircuit();
		this.world.ledger().operators().resetCircuit();
	}

	/** Publishes anything to anywhere. */
	CompletableFuture<MqttPublishResult> publish() {
		boolean twice = !this.world.settings().keepsSession() && this.dice.chance(0.2);
		int qos = twice ? 2 : this.dice.any(0, 1, 1, 1);
		Duration expiry = this.dice.chance(0.15) ? Duration.ofSeconds(this.dice.any(1, 3, 30)) : null;
		return publish(qos, expiry);
	}

	CompletableFuture<MqttPublishResult> publish(int qos, @Nullable Duration expiry) {
		String topic = "out/" + this.dice.below(3);
		Offer offer = this.world.ledger().publishes().offer(topic, qos, expiry);
		MqttPublish.Builder publish = MqttPublish.to(topic).payload(offer.payload()).qos(qos);
		if (expiry != null) {
			publish.messageExpiry(expiry);
		}
		this.world.tell(505,
				() -> "application: publish " + offer + ((expiry != null) ? ", expires in " + expiry : ""));
		CompletableFuture<MqttPublishResult> future = this.driver.publish(publish.build());
		this.world.ledger().publishes().offered(offer, future);
		future.whenComplete((result, failure) -> settled(offer, result, failure));
		return future;
	}

	private void settled(Offer offer, @Nullable MqttPublishResult result, @Nullable Throwable failure) {
		this.world.tell((failure != null) ? 506 : 507,
				() -> "application: " + offer + ((failure != null) ? " failed: " + failure : " done: " + result));
		if (failure instanceof MqttOutboxFullException) {
			this.world.struck(Row.P8);
		}
		else if (failure instanceof MqttPublishExpiredException) {
			this.world.struck(Row.P11);
		}
	}

	/** Wants a filter, in one of the ways there are. */
	void subscribe() {
		Subscribed fresh = this.handlers.subscribe(this.driver,
				this.dice.any("in/a", "in/+", "in/#", "in/b", "in/c/#", "in/c/+"), this.dice.any(0, 1, 1, 1, 2));
		this.world.tell(508, () -> "application: subscribe " + fresh.use());
		this.subscribed.add(fresh);
		await(fresh.answer());
	}

	private void await(@Nullable CompletableFuture<?> answer) {
		if (answer == null) {
			return;
		}
		this.openAnswers++;
		answer.whenComplete((done, failure) -> this.openAnswers--);
	}

	/** Answers of servers that applications still wait for. */
	int openAnswers() {
		return this.openAnswers;
	}

	/** One listener holds its messages back, for a while. */
	void pauseAny(Duration lasts) {
		List<Subscribed> listeners = this.subscribed.stream().filter((one) -> one.listener() != null).toList();
		if (!listeners.isEmpty()) {
			Subscribed paused = this.dice.any(listeners);
			this.world.tell(510, () -> "application: pause " + paused.use() + " for " + lasts);
			Objects.requireNonNull(paused.listener()).pause();
			this.world.after(lasts, Objects.requireNonNull(paused.listener())::resume);
		}
	}

	/** Wants one filter less. */
	void cancelAny() {
		if (!this.subscribed.isEmpty()) {
			cancel(this.dice.any(this.subscribed));
		}
	}

	/**
	 * Without an answer, or refused, it can only be cancelled by its topic, with its
	 * like.
	 */
	void cancel(Subscribed subscription) {
		CompletableFuture<?> answer = subscription.answer();
		if (answer == null || (answer.isDone() && !answer.isCompletedExceptionally())) {
			end(subscription);
			await(subscription.cancel());
			return;
		}
		String filter = subscription.use().filter();
		List.copyOf(this.subscribed)
			.stream()
			.filter((one) -> one.answer() != null && one.use().filter().equals(filter))
			.forEach(this::end);
		await(this.driver.unsubscribe(filter));
	}

	private void end(Subscribed subscription) {
		this.subscribed.remove(subscription);
		this.world.tell(509, () -> "application: cancel " + subscription.use());
		this.world.ledger().subscriptions().cancelled(subscription.use());
	}

	boolean hasSubscriptions() {
		return !this.subscribed.isEmpty();
	}

}
