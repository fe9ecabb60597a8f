package io.mqttdriver.core;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.connection.Clockwork;
import io.mqttdriver.connection.ReconnectManager;
import io.mqttdriver.inbound.Dispatcher;
import io.mqttdriver.inbound.InboundHandler;
import io.mqttdriver.inbound.Listener;
import io.mqttdriver.listener.ProgrammaticHandlers;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.MessageWriter;
import io.mqttdriver.outbound.Outbox;
import io.mqttdriver.subscription.Ledger;
import io.mqttdriver.topic.TopicTemplate;

/**
 * The rooms of one driver, wired.
 */
final class Wiring {

	/** Three bytes of each message. */
	private static final int HIGHEST_BASE = 2_000_000;

	private final Collaborators collaborators;

	private final Ledger<Listener> ledger;

	private final Outbox outbox;

	private final Dispatcher dispatcher;

	private final Flows flows;

	private final ReconnectManager<Listener> manager;

	private final Subscriptions subscriptions;

	private final Gate gate;

	Wiring(MqttDriver driver, DriverSettings settings, Collaborators collaborators) {
		this.collaborators = collaborators;
		DriverThreads threads = collaborators.threads();
		ScheduledExecutorService owner = threads.owner();
		Observations observations = new Observations(collaborators.observer());
		boolean keepsSession = !settings.connection().sessionExpiry().isZero();
		this.ledger = new Ledger<>(keepsSession ? collaborators.random().nextInt(HIGHEST_BASE) : 0);
		this.gate = new Gate(!collaborators.awaitListeners());
		this.outbox = new Outbox(settings.publish(), collaborators.nanoTime(), owner, threads.callbacks(),
				observations);
		this.dispatcher = new Dispatcher(settings.listener(), collaborators.nanoTime(), owner, threads.handlers(),
				new DeadLetterPublisher(this.outbox, settings.deadLetterTopic()), observations);
		this.flows = new Flows(this.outbox, this.dispatcher, this.ledger, this.gate, settings,
				() -> driver.status().state().name());
		this.manager = new ReconnectManager<>(settings.connection(), settings.reconnect(), collaborators.engine(),
				new Clockwork(owner, threads.callbacks(), collaborators.nanoTime(), collaborators.wallClock(),
						collaborators.random()),
				threads.callbacks(), this.ledger, this.flows,
				new Announcer(driver, collaborators.events(), threads.callbacks(), collaborators.observer()));
		this.subscriptions = new Subscriptions(settings, this.dispatcher, this.manager, this.ledger,
				threads.callbacks(), this.gate);
	}

	Outbox outbox() {
		return this.outbox;
	}

	Dispatcher dispatcher() {
		return this.dispatcher;
	}

	ReconnectManager<Listener> manager() {
		return this.manager;
	}

	Subscriptions subscriptions() {
		return this.subscriptions;
	}

	Ledger<Listener> ledger() {
		return this.ledger;
	}

	MessageReader reader() {
		return this.collaborators.reader();
	}

	MessageWriter writer() {
		return this.collaborators.writer();
	}

	<T> InboundHandler handler(MqttSubscribe<T> subscribe) {
		return ProgrammaticHandlers.of(this.collaborators.reader(), subscribe.type(), subscribe.handler(),
				List.of(TopicTemplate.parse(subscribe.topic())));
	}

	/** From the call of disconnect() until the connection may begin again. */
	boolean isStopping() {
		return this.flows.isStopping();
	}

	boolean settlesKeptQos2() {
		return this.collaborators.engine().settlesKeptQos2();
	}

	void close() {
		this.outbox.end(new MqttDriverClosedException("The driver was closed before the message was acknowledged"));
		this.collaborators.threads().shutdown();
	}

}
