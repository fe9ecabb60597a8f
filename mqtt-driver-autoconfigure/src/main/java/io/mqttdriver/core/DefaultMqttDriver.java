package io.mqttdriver.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.MqttDriverStatus;
import io.mqttdriver.MqttMessageHandler;
import io.mqttdriver.MqttPublish;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.connection.ConnectionEvent;
import io.mqttdriver.connection.ConnectionStatus;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.listener.ListenerGateway;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.subscription.SubscriptionStatus;
import io.mqttdriver.topic.TopicTemplate;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.util.Assert;

/**
 * The driver: what users call, handed to the room that does it. For any thread.
 */
public final class DefaultMqttDriver implements MqttDriver, DriverDetails, AutoCloseable {

	private static final Log logger = LogFactory.getLog(DefaultMqttDriver.class);

	private static final Duration CLOSING = Duration.ofSeconds(5);

	private final DriverSettings settings;

	private final Wiring wiring;

	private volatile boolean closed;

	DefaultMqttDriver(DriverSettings settings, Collaborators collaborators) {
		this.settings = settings;
		this.wiring = new Wiring(this, settings, collaborators);
	}

	@Override
	public CompletableFuture<Void> connect() {
		if (this.closed) {
			return CompletableFuture.failedFuture(gone());
		}
		return this.wiring.manager().connect();
	}

	/** As {@code connect()}, but fails with the first pass over the servers. */
	CompletableFuture<Void> start() {
		if (this.closed) {
			return CompletableFuture.failedFuture(gone());
		}
		return this.wiring.manager().connectInOnePass();
	}

	@Override
	public CompletableFuture<Void> disconnect() {
		this.wiring.subscriptions().failUnanswered(new MqttDriverClosedException("The driver was disconnected"));
		return this.wiring.manager().disconnect();
	}

	@Override
	public CompletableFuture<MqttPublishResult> publish(String topic, Object payload) {
		return publish(MqttPublish.to(topic).payload(payload).build());
	}

	@Override
	public CompletableFuture<MqttPublishResult> publish(MqttPublish publish) {
		Assert.notNull(publish, "The publish is null: make one with MqttPublish.to(…)");
		OutboundPublish message = this.wiring.writer().write(publish, this.settings.publishQos());
		requireQos2Possible(message);
		return this.wiring.isStopping() && DriverThreads.isHandler() ? this.wiring.outbox().publishReserved(message)
				: this.wiring.outbox().publish(message);
	}

	@Override
	public <T> CompletableFuture<MqttSubscription> subscribe(String topic, Class<T> type,
			MqttMessageHandler<T> handler) {
		return subscribe(MqttSubscribe.to(topic, type).handler(handler).build());
	}

	@Override
	public <T> CompletableFuture<MqttSubscription> subscribe(MqttSubscribe<T> subscribe) {
		Assert.notNull(subscribe, "The subscribe is null: make one with MqttSubscribe.to(…)");
		if (this.closed) {
			return CompletableFuture.failedFuture(gone());
		}
		CompletableFuture<MqttSubscription> answer = this.wiring.subscriptions()
			.subscribe(subscribe, this.wiring.handler(subscribe));
		if (this.closed) {
			this.wiring.subscriptions().failUnanswered(gone());
		}
		return answer;
	}

	@Override
	public CompletableFuture<Void> unsubscribe(String topic) {
		Assert.notNull(topic, "The topic to unsubscribe from is null: give the string that was subscribed");
		TopicTemplate.parse(topic);
		return this.wiring.subscriptions().unsubscribe(topic);
	}

	@Override
	public MqttDriverStatus status() {
		ConnectionStatus now = this.wiring.manager().status();
		return new MqttDriverStatus(now.state(), now.client().clientId(), now.client().server(), now.since(),
				now.rebuilds(), now.consecutiveFailures(), now.lastFailure(), now.circuit(),
				this.wiring.ledger().size(), this.wiring.outbox().pending());
	}

	/**
	 * The driver as a bean with a lifecycle.
	 * @param autoStartup whether it connects with the context
	 * @param required whether the first pass over the servers must succeed
	 * @return phase 0
	 */
	public MqttReconnectManager reconnectManager(boolean autoStartup, boolean required) {
		return new DefaultMqttReconnectManager(this, autoStartup, required);
	}

	/**
	 * Where annotated listeners subscribe.
	 * @return for the listener registry
	 */
	public ListenerGateway listenerGateway() {
		return this.wiring.subscriptions();
	}

	/**
	 * Reads incoming messages as this driver does.
	 * @return for the listener room
	 */
	public MessageReader messageReader() {
		return this.wiring.reader();
	}

	/**
	 * For health and endpoint.
	 * @return this driver
	 */
	public DriverDetails details() {
		return this;
	}

	@Override
	public List<SubscriptionStatus> subscriptions() {
		return this.wiring.ledger().statuses();
	}

	@Override
	public List<ListenerDetails> listeners() {
		return this.wiring.subscriptions().details();
	}

	@Override
	public OutboxDetails outbox() {
		return new OutboxDetails(this.wiring.outbox().pending(), this.wiring.outbox().pendingBytes(),
				this.settings.publish().capacity(), this.settings.publish().maxBytes());
	}

	@Override
	public List<ConnectionEvent> events() {
		return this.wiring.manager().events();
	}

	@Override
	public boolean unvalidated() {
		return this.wiring.manager().status().unvalidated();
	}

	@Override
	public String windowHolder() {
		return this.wiring.dispatcher().windowHolder();
	}

	/**
	 * Disconnects, waits for that, and ends all threads. The driver can't be used again.
	 * An interrupt ends the waiting, not what is waited for.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.wiring.subscriptions().failUnanswered(gone());
		CompletableFuture<Void> ended = this.wiring.manager().close();
		ended.thenRun(this.wiring::close);
		Duration atMost = this.settings.connection().shutdownTimeout().plus(CLOSING);
		try {
			ended.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.warn("The driver did not disconnect within " + atMost + " and is closed all the same", ex);
			this.wiring.close();
		}
	}

	CompletableFuture<Void> reconnect() {
		return this.closed ? CompletableFuture.failedFuture(gone()) : this.wiring.manager().reconnect();
	}

	void resetCircuit() {
		if (!this.closed) {
			this.wiring.manager().resetCircuit();
		}
	}

	private void requireQos2Possible(OutboundPublish message) {
		if (message.qos() == 2 && !this.settings.connection().sessionExpiry().isZero()
				&& !this.wiring.settlesKeptQos2()) {
			throw new IllegalArgumentException("QoS 2 to topic '" + message.topic()
					+ "' with mqtt.driver.session-expiry above 0: this engine can't settle the packet ids of a kept "
					+ "session, and a message could get lost; publish with QoS 1, or set session-expiry to 0s");
		}
	}

	private static MqttDriverClosedException gone() {
		return new MqttDriverClosedException("The driver was closed: build a new one");
	}

}
