package io.mqttdriver.core;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.mqttdriver.MqttDriverClosedException;
import io.mqttdriver.connection.ClientFlow;
import io.mqttdriver.connection.ClientFlows;
import io.mqttdriver.connection.ClientInfo;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.Dispatcher;
import io.mqttdriver.inbound.Listener;
import io.mqttdriver.inbound.Reception;
import io.mqttdriver.outbound.Outbox;
import io.mqttdriver.outbound.Window;
import io.mqttdriver.outbound.WindowContext;
import io.mqttdriver.subscription.Ledger;
import io.mqttdriver.subscription.RoutingTable;
import org.jspecify.annotations.Nullable;

/**
 * Joins outbox and dispatcher to each client, and drains them at the end.
 */
final class Flows implements ClientFlows {

	private final Outbox outbox;

	private final Dispatcher dispatcher;

	private final Ledger<Listener> ledger;

	private final Gate gate;

	private final DriverSettings settings;

	private final Supplier<String> state;

	private final Set<Flow> open = ConcurrentHashMap.newKeySet();

	private volatile boolean stopping;

	Flows(Outbox outbox, Dispatcher dispatcher, Ledger<Listener> ledger, Gate gate, DriverSettings settings,
			Supplier<String> state) {
		this.outbox = outbox;
		this.dispatcher = dispatcher;
		this.ledger = ledger;
		this.gate = gate;
		this.settings = settings;
		this.state = state;
	}

	@Override
	public ClientFlow open(EngineClient client, ClientInfo info, Consumer<String> stalled) {
		Window window = this.outbox.open(client, new Context(this.state, info, stalled));
		Reception reception = this.dispatcher.open(client, this::route);
		reception.receiveMaximum(this.settings.connection().receiveMaximum());
		Arrivals arrivals = new Arrivals(reception, this.settings.listener().bufferCapacity());
		Flow flow = new Flow(this, window, reception, arrivals);
		this.open.add(flow);
		if (this.stopping) {
			flow.stopIntake();
		}
		this.gate.admit(arrivals);
		return flow;
	}

	void closed(Flow flow, Arrivals arrivals) {
		this.open.remove(flow);
		this.gate.forget(arrivals);
	}

	private @Nullable List<Listener> route(InboundPublish publish) {
		RoutingTable<Listener> routing = this.ledger.routing();
		List<Listener> found = routing.route(publish.identifiers(), publish.topic());
		return (found.isEmpty() && routing.matches(publish.topic())) ? null : found;
	}

	@Override
	public void openIntake() {
		this.stopping = false;
		this.outbox.reopenIntake();
	}

	@Override
	public void closeIntake() {
		this.stopping = true;
		this.outbox.closeIntake();
		this.open.forEach(Flow::stopIntake);
	}

	boolean isStopping() {
		return this.stopping;
	}

	@Override
	public CompletableFuture<Void> drained() {
		return this.dispatcher.drained().thenCompose((done) -> this.outbox.drained());
	}

	@Override
	public void abandon() {
		this.dispatcher.interruptAll();
		this.outbox.failAll(new MqttDriverClosedException(
				"The driver was disconnected before the message was acknowledged: it may or may not have arrived; "
						+ "mqtt.driver.shutdown-timeout gives publishes more time"));
	}

	/**
	 * What the outbox knows of a client.
	 */
	private record Context(Supplier<String> state, ClientInfo info, Consumer<String> stalled) implements WindowContext {

		@Override
		public String describe() {
			return "state " + this.state.get() + ", " + this.info;
		}

		@Override
		public void stalled(String diagnosis) {
			this.stalled.accept(diagnosis);
		}

	}

}
