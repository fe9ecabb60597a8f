package io.mqttdriver.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.ConnectAnswer.Accept;
import io.mqttdriver.engine.ConnectAnswer.Close;
import io.mqttdriver.engine.ConnectAnswer.Refuse;
import io.mqttdriver.engine.ConnectAnswer.Unreachable;
import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishAnswer;
import io.mqttdriver.engine.ServerConnection;
import io.mqttdriver.engine.ServerPeer;
import io.mqttdriver.engine.WireSubscription;
import io.mqttdriver.simulation.Weather.Fault;
import org.jspecify.annotations.Nullable;

/**
 * The simulated broker's side of one connection.
 */
final class BrokerPeer implements ServerPeer {

	private final World world;

	private final Broker broker;

	private final ServerConnection connection;

	private final String address;

	private @Nullable BrokerSession session;

	private boolean ignored;

	BrokerPeer(World world, Broker broker, ServerConnection connection) {
		this.world = world;
		this.broker = broker;
		this.connection = connection;
		this.address = world.weather().address(host());
	}

	ServerConnection connection() {
		return this.connection;
	}

	ClientSpec spec() {
		return this.connection.spec();
	}

	@Nullable BrokerSession session() {
		return this.session;
	}

	boolean isConnected() {
		return this.session != null && this.connection.isConnected();
	}

	int receiveMaximum() {
		return spec().receiveMaximum();
	}

	private String host() {
		return this.connection.spec().uri().getHost();
	}

	@Override
	public void connect() {
		if (this.world.weather().takeMoved(host())) {
			this.world.struck(Row.C11);
		}
		Fault<Boolean> down = this.world.weather().down();
		Fault<Supplier<ConnectAnswer>> fault = this.world.weather().connects();
		if (down != null || !this.address.equals(this.world.weather().address(host()))) {
			this.world.struck((down != null) ? down.row() : Row.C1);
			answer(ConnectAnswer.unreachable());
		}
		else if (fault != null) {
			ConnectAnswer answer = fault.what().get();
			if (!(answer instanceof Accept)) {
				this.world.struck(fault.row());
			}
			answer(answer);
		}
		else {
			answer(ConnectAnswer.accept());
		}
	}

	private void answer(ConnectAnswer answer) {
		this.world.tell(101, () -> "broker: CONNECT of client " + this.connection.number() + " '" + spec().clientId()
				+ "' at " + host() + ": " + answer);
		if (answer instanceof Accept accept) {
			accept(accept);
		}
		else if (answer instanceof Refuse refuse) {
			this.connection.refuse(Duration.ZERO, new EngineFailure(Kind.REFUSED, refuse.reasonCode(),
					"the server refused the connection", refuse.serverReference(), null));
		}
		else if (answer instanceof Close close) {
			this.connection.refuse(close.lasts(), EngineFailure.of(Kind.CLOSED, "closed before CONNACK", null));
		}
		else if (answer instanceof Unreachable) {
			this.connection.refuse(Duration.ZERO, EngineFailure.of(Kind.UNREACHABLE, "nobody listens", null));
		}
		else {
			this.ignored = true;
		}
	}

	private void accept(Accept accept) {
		boolean present = this.broker.open(this);
		this.connection.accept(new Accept(this.world.limits(), present, accept.delay(), null, EngineFailure.NO_CODE));
		Duration lasts = accept.lasts();
		if (lasts != null) {
			this.world.after(accept.delay().plus(lasts), this::flap);
		}
		this.world.after(accept.delay(), this::pump);
	}

	private void pump() {
		if (this.session != null) {
			this.session.pump();
		}
	}

	private void flap() {
		if (isConnected()) {
			this.world.struck(Row.C14);
			this.connection.drop();
		}
	}

	void opened(BrokerSession session) {
		this.session = session;
	}

	void acceptLate() {
		if (this.ignored) {
			this.ignored = false;
			answer(ConnectAnswer.accept());
		}
	}

	/** Another client has connected with the same id. */
	void takenOver(boolean says) {
		if (says) {
			this.connection.disconnect(0x8E, null);
		}
		else {
			this.connection.drop();
		}
	}

	void deliver(Message message, long delivery) {
		this.connection.deliver(message, delivery);
	}

	@Override
	public void publish(long token, OutboundPublish publish) {
		String payload = new String(publish.payload(), StandardCharsets.UTF_8);
		Fault<Supplier<PublishAnswer>> fault = this.world.weather().publish(publish);
		PublishAnswer answer = (fault != null) ? fault.what().get() : PublishAnswer.ok().after(this.world.latency());
		this.world.tell(102,
				() -> "broker: PUBLISH '" + payload + "' to " + publish.topic() + " QoS " + publish.qos()
						+ " of client " + this.connection.number() + ": " + answer.kind() + " 0x"
						+ Integer.toHexString(answer.reasonCode()) + " after " + answer.delay());
		if (fault != null) {
			this.world.struck(fault.row());
		}
		switch (answer.kind()) {
			case ACKNOWLEDGE -> acknowledge(token, publish, payload, answer);
			case DROP -> this.connection.drop();
			case DISCONNECT -> this.connection.disconnect(answer.reasonCode(), null);
			case IGNORE -> {
				if (answer.reasonCode() < 0x80) {
					take(publish, payload, answer.reasonCode());
				}
			}
		}
	}

	private void acknowledge(long token, OutboundPublish publish, String payload, PublishAnswer answer) {
		if (answer.reasonCode() < 0x80 || publish.qos() == 0) {
			take(publish, payload, answer.reasonCode());
		}
		if (publish.qos() > 0) {
			this.connection.settle(answer.delay(), token, answer.reasonCode());
		}
	}

	private void take(OutboundPublish publish, String payload, int reasonCode) {
		this.world.ledger().publishes().taken(publish.topic(), payload, reasonCode);
		this.broker.route(publish, payload);
	}

	@Override
	public void subscribe(long token, int identifier, List<WireSubscription> filters) {
		Fault<Boolean> unanswered = this.world.weather().filtersUnanswered();
		if (unanswered != null || this.session == null) {
			this.world.struck(Row.L13);
			return;
		}
		List<Integer> codes = new ArrayList<>();
		for (WireSubscription one : filters) {
			codes.add(subscribe(one, identifier));
		}
		this.world.tell(103, () -> "broker: SUBSCRIBE " + filters.stream().map(WireSubscription::filter).toList()
				+ " of client " + this.connection.number() + ": " + codes);
		this.connection.answer(Duration.ZERO, token, codes);
	}

	private int subscribe(WireSubscription one, int identifier) {
		Fault<IntSupplier> fault = this.world.weather().filters();
		int code = (fault != null && !one.filter().startsWith("mqtt-driver/")) ? fault.what().getAsInt() : one.qos();
		if (this.session == null) {
			return code;
		}
		if (code >= 0x80) {
			this.world.struck(Row.L11);
			this.session.refuse(one.filter());
		}
		else {
			this.session.subscribe(one.filter(), code, identifier);
		}
		return code;
	}

	@Override
	public void unsubscribe(long token, List<String> filters) {
		if (this.world.weather().filtersUnanswered() != null || this.session == null) {
			this.world.struck(Row.L13);
			return;
		}
		this.world.tell(104, () -> "broker: UNSUBSCRIBE " + filters + " of client " + this.connection.number());
		List<Integer> codes = new ArrayList<>();
		for (String filter : filters) {
			codes.add(this.session.unsubscribe(filter) ? 0 : 0x11);
		}
		this.connection.answer(Duration.ZERO, token, codes);
	}

	@Override
	public void acknowledge(long delivery) {
		if (this.session != null && this.session.connected() == this) {
			this.session.acknowledged(delivery);
		}
	}

	@Override
	public void ended() {
		this.broker.ended(this);
		if (this.session != null) {
			this.broker.close(this, this.session);
		}
	}

}
