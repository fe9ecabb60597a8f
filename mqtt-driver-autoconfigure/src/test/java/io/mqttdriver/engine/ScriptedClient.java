package io.mqttdriver.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.engine.ConnectAnswer.Accept;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.engine.ServerRecord.Acknowledge;
import io.mqttdriver.engine.ServerRecord.Connect;
import io.mqttdriver.engine.ServerRecord.Disconnect;
import io.mqttdriver.engine.ServerRecord.Packet;
import io.mqttdriver.engine.ServerRecord.Publish;
import io.mqttdriver.engine.ServerRecord.Refuse;
import io.mqttdriver.engine.ServerRecord.Subscribe;
import io.mqttdriver.engine.ServerRecord.Unsubscribe;
import org.jspecify.annotations.Nullable;

/**
 * One client of a {@link ScriptedEngine}. Every event is a task of its own in virtual
 * time. Not thread-safe.
 */
final class ScriptedClient implements EngineClient {

	private static final int OVERHEAD = 16;

	private static final int TOPIC_NAME_INVALID = 0x90;

	private static final int PACKET_TOO_LARGE = 0x95;

	private enum State {

		CONNECTING, CONNECTED, CLOSING, ENDED

	}

	private final ScriptedEngine engine;

	private final int number;

	private final ClientSpec spec;

	private final EngineEvents events;

	private final ScriptedLink link;

	private final ScriptedPeer peer;

	private final Set<Long> owed = new HashSet<>();

	private State state = State.CONNECTING;

	private ServerLimits limits = ServerLimits.NONE;

	private long deliveries;

	private boolean closedByOwner;

	private @Nullable ScheduledFuture<?> end;

	ScriptedClient(ScriptedEngine engine, int number, ClientSpec spec, EngineEvents events) {
		this.engine = engine;
		this.number = number;
		this.spec = spec;
		this.events = events;
		this.link = new ScriptedLink(engine.time(), engine.script().transit());
		this.peer = new ScriptedPeer(engine, this, this.link);
	}

	void begin() {
		after(this.spec.connectTimeout(), () -> {
			if (this.state == State.CONNECTING) {
				lose(EngineFailure.of(Kind.CONNECT_TIMEOUT, "no CONNACK within " + this.spec.connectTimeout(), null));
			}
		});
		send(OVERHEAD, new Connect(this.spec), () -> this.peer.connect(this.engine.script().answer(this.spec)));
	}

	void accepted(Accept accept) {
		if (this.state != State.CONNECTING) {
			return;
		}
		this.state = State.CONNECTED;
		ServerLimits given = accept.limits();
		this.limits = (given != null) ? given : withKeepAlive(this.spec.keepAlive());
		Duration lasts = accept.lasts();
		if (lasts != null) {
			after(lasts, () -> end(accept.endCode()));
		}
		this.events.connected(this.limits, accept.sessionPresent());
	}

	private static ServerLimits withKeepAlive(Duration keepAlive) {
		return new ServerLimits(2, true, ServerLimits.NONE.maximumPacketSize(), 65_535, 1_000, true, true, true,
				keepAlive, null, null);
	}

	private void end(int reasonCode) {
		if (reasonCode == EngineFailure.NO_CODE) {
			this.peer.drop();
		}
		else {
			this.peer.disconnect(reasonCode, null);
		}
	}

	@Override
	public void publish(long token, OutboundPublish publish) {
		if (this.state != State.CONNECTED) {
			return;
		}
		long size = OVERHEAD + publish.topic().length() + publish.payload().length;
		if (size > this.limits.maximumPacketSize()) {
			this.engine.time().execute(() -> settled(token, PACKET_TOO_LARGE, "too large"));
			return;
		}
		this.link.send(size, () -> {
			if (publish.qos() == 0) {
				this.engine.time().execute(() -> settled(token, 0, ""));
			}
		}, () -> {
			note(new Publish(publish));
			this.peer.publish(token, publish);
		});
	}

	@Override
	public void subscribe(long token, int identifier, List<WireSubscription> filters) {
		if (this.state == State.CONNECTED) {
			send(OVERHEAD, new Subscribe(identifier, List.copyOf(filters)),
					() -> this.peer.subscribe(token, identifier, filters));
		}
	}

	@Override
	public void unsubscribe(long token, List<String> filters) {
		if (this.state == State.CONNECTED) {
			send(OVERHEAD, new Unsubscribe(List.copyOf(filters)), () -> this.peer.unsubscribe(token, filters));
		}
	}

	@Override
	public void acknowledge(long delivery) {
		if (this.state == State.CONNECTED && this.owed.remove(delivery)) {
			send(4, new Acknowledge(delivery), () -> {
			});
		}
	}

	@Override
	public void close(int reasonCode, Duration grace) {
		if (!this.closedByOwner) {
			this.closedByOwner = true;
			this.engine.record().countClosed();
		}
		if (this.state == State.ENDED) {
			return;
		}
		boolean polite = this.state == State.CONNECTED && !grace.isZero();
		boolean shortened = this.state == State.CLOSING && !grace.isZero();
		if (!shortened) {
			this.state = State.CLOSING;
			if (polite) {
				send(2, new Disconnect(reasonCode), () -> endAfter(Duration.ZERO));
			}
			endAfter(polite ? grace : Duration.ZERO);
		}
	}

	private void endAfter(Duration wait) {
		if (this.end != null) {
			this.end.cancel(false);
		}
		this.end = after(wait, this::ended);
	}

	private void ended() {
		if (this.state != State.ENDED) {
			this.state = State.ENDED;
			this.link.sever();
			this.events.closed();
		}
	}

	@Override
	public Traffic traffic() {
		return this.link;
	}

	ScriptedLink link() {
		return this.link;
	}

	ScriptedPeer peer() {
		return this.peer;
	}

	boolean isConnected() {
		return this.state == State.CONNECTED;
	}

	boolean isOver() {
		return this.state == State.ENDED;
	}

	void settled(long token, int reasonCode, String reason) {
		if (this.state == State.CONNECTED) {
			this.events.settled(token, reasonCode, reason);
		}
	}

	void answered(long token, List<Integer> reasonCodes) {
		if (this.state == State.CONNECTED) {
			this.events.answered(token, reasonCodes);
		}
	}

	void received(Message message) {
		if (this.state != State.CONNECTED) {
			return;
		}
		if (message.topic().contains("+") || message.topic().contains("#")) {
			refuse(message.qos());
			return;
		}
		this.events.received(inbound(message));
	}

	private void refuse(int qos) {
		if (qos > 0) {
			send(4, new Refuse(TOPIC_NAME_INVALID), () -> {
			});
		}
		this.events.unreadable(qos, TOPIC_NAME_INVALID);
	}

	private InboundPublish inbound(Message message) {
		long delivery = (message.qos() > 0) ? ++this.deliveries : InboundPublish.NOTHING_OWED;
		if (message.qos() > 0) {
			this.owed.add(delivery);
		}
		return new InboundPublish(delivery, message.topic(), message.payload().getBytes(StandardCharsets.UTF_8),
				message.qos(), message.retained(), false, message.identifiers(), message.properties());
	}

	/** The server breaks the connection. */
	void endBy(EngineFailure failure) {
		if (this.state == State.CONNECTING || this.state == State.CONNECTED) {
			this.link.sever();
			after(this.engine.script().transit(), () -> lose(failure));
		}
	}

	void lose(EngineFailure failure) {
		if (this.state == State.CONNECTING || this.state == State.CONNECTED) {
			this.state = State.CLOSING;
			this.link.sever();
			this.events.lost(failure);
			endAfter(Duration.ZERO);
		}
	}

	private void send(long bytes, Packet packet, Runnable onArrival) {
		this.link.send(bytes, () -> {
		}, () -> {
			note(packet);
			onArrival.run();
		});
	}

	private void note(Packet packet) {
		this.engine.record().add(this.engine.time().nanoTime(), this.number, packet);
	}

	ScheduledFuture<?> after(Duration delay, Runnable action) {
		return this.engine.time().schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

}
