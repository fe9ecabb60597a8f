package io.mqttdriver.core;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import io.mqttdriver.MqttDriverException;
import io.mqttdriver.MqttSubscribe;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.MqttSubscriptionRejectedException;
import io.mqttdriver.connection.ReconnectManager;
import io.mqttdriver.core.DriverDetails.ListenerDetails;
import io.mqttdriver.inbound.Dispatcher;
import io.mqttdriver.inbound.InboundHandler;
import io.mqttdriver.inbound.Listener;
import io.mqttdriver.inbound.ListenerSpec;
import io.mqttdriver.listener.ListenerDefinition;
import io.mqttdriver.listener.ListenerGateway;
import io.mqttdriver.listener.ListenerHandle;
import io.mqttdriver.subscription.Ledger;
import io.mqttdriver.subscription.RetainedMessages;
import io.mqttdriver.subscription.Subscriber;
import io.mqttdriver.subscription.SubscriptionStatus;
import io.mqttdriver.topic.TopicFilter;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Handlers and their filters: brings them to the dispatcher and to the ledger. For any
 * thread.
 */
final class Subscriptions implements ListenerGateway {

	private static final String PROGRAMMATIC = "programmatic";

	private final DriverSettings settings;

	private final Dispatcher dispatcher;

	private final ReconnectManager<Listener> manager;

	private final Ledger<Listener> ledger;

	private final Executor callbacks;

	private final Gate gate;

	private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();

	private final Set<ProgrammaticSubscription> programmatic = ConcurrentHashMap.newKeySet();

	Subscriptions(DriverSettings settings, Dispatcher dispatcher, ReconnectManager<Listener> manager,
			Ledger<Listener> ledger, Executor callbacks, Gate gate) {
		this.settings = settings;
		this.dispatcher = dispatcher;
		this.manager = manager;
		this.ledger = ledger;
		this.callbacks = callbacks;
		this.gate = gate;
	}

	@Override
	public ListenerHandle subscribe(ListenerDefinition definition) {
		RetainedMessages retained = RetainedMessages.valueOf(definition.retain().name());
		ListenerSpec spec = new ListenerSpec(definition.id(), concurrency(definition.concurrency()),
				definition.manualAck(), definition.handler());
		Registration registration = register(definition.templates(), definition.group(), definition.qos(), retained,
				spec);
		registration.subscribe();
		return registration;
	}

	@Override
	public void started() {
		this.manager.afterSubscribing(this.gate::open);
	}

	@Override
	public void stopped() {
		this.manager.afterSubscribing(this.gate::close);
	}

	CompletableFuture<MqttSubscription> subscribe(MqttSubscribe<?> subscribe, InboundHandler handler) {
		Integer qos = subscribe.qos();
		Integer concurrency = subscribe.concurrency();
		ListenerSpec spec = new ListenerSpec(PROGRAMMATIC, concurrency((concurrency != null) ? concurrency : 0), false,
				handler);
		Registration registration = register(List.of(subscribe.topic()), subscribe.group(), (qos != null) ? qos : -1,
				RetainedMessages.ALWAYS, spec);
		ProgrammaticSubscription subscription = new ProgrammaticSubscription(subscribe.topic(), registration,
				this.ledger, this.callbacks, this.programmatic::remove);
		this.programmatic.add(subscription);
		registration.subscribe();
		return subscription.answer();
	}

	CompletableFuture<Void> unsubscribe(String topic) {
		CompletableFuture<?>[] removals = this.programmatic.stream()
			.filter((subscription) -> subscription.topic().equals(topic))
			.map(MqttSubscription::cancel)
			.toArray(CompletableFuture[]::new);
		return CompletableFuture.allOf(removals);
	}

	/** Nothing will answer for now: whoever waits for a first SUBACK is told so. */
	void failUnanswered(MqttDriverException why) {
		this.programmatic.forEach((subscription) -> subscription.fail(why));
	}

	List<ListenerDetails> details() {
		return this.registrations.stream().map(Registration::details).toList();
	}

	private Registration register(List<String> templates, @Nullable String group, int qos, RetainedMessages retained,
			ListenerSpec spec) {
		Listener listener = this.dispatcher.add(spec);
		int asked = (qos >= 0) ? qos : this.settings.listenerQos();
		List<Subscriber<Listener>> users = templates.stream()
			.map((template) -> new Subscriber<>(filter(template, group), asked, retained, listener))
			.toList();
		Holder holder = new Holder();
		Registration registration = new Registration(listener, users, this.manager,
				() -> this.registrations.remove(holder.registration),
				!this.settings.connection().sessionExpiry().isZero());
		holder.registration = registration;
		this.registrations.add(registration);
		return registration;
	}

	private int concurrency(int asked) {
		return (asked > 0) ? asked : this.settings.listenerConcurrency();
	}

	private static TopicFilter filter(String template, @Nullable String group) {
		return TopicTemplate.parse((group != null) ? "$share/" + group + "/" + template : template).filter();
	}

	static MqttSubscriptionRejectedException rejected(String topic, int reasonCode) {
		return new MqttSubscriptionRejectedException("The server refused the subscription to '" + topic
				+ "' with reason code " + SubscriptionStatus.inWords(reasonCode)
				+ ": check its access rules and what it supports; it stays wanted and is tried again with each "
				+ "rebuild, until cancelled", reasonCode);
	}

	private static final class Holder {

		private @Nullable Registration registration;

	}

}
