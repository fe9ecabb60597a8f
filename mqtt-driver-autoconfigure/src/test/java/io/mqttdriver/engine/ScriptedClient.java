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
final class ScriptedClient implements EngineClient, ServerConnection {

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

	private final ServerPeer peer;

	private final Set<Long> owed = new HashSet<>();

	private State state = State.CONNECTING;

	private ServerLimits limits = ServerLimits.NONE;

	private boolean closedByOwner;

	private @Nullable ScheduledFuture<?> end;

	ScriptedClient(ScriptedEngine engine, int number, ClientSpec spec, EngineEvents events) {
		this.engine = engine;
		this.number = number;
		this.spec = spec;
		this.events = events;
		this.link = new ScriptedLink(engine.time(), engine.script().transit());
		this.peer = engine.peer(this);
	}

	void begin() {
		after(this.spec.connectTimeout(), () -> {
			if (this.state == State.CONNECTING) {
				lose(EngineFailure.of(Kind.CONNECT_TIMEOUT, "no CONNACK within " + this.spec.connectTimeout(), null));
			}
		});
		send(OVERHEAD, new Connect(this.spec), this.peer::connect);
	}

	private void accepted(Accept accept) {
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
			drop();
		}
		else {
			disconnect(reasonCode, null);
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
			send(4, new Acknowledge(delivery), () -> this.peer.acknowledge(delivery));
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
			sever();
			this.events.closed();
		}
	}

	@Override
	public Traffic traffic() {
		return this.link;
	}

	ServerPeer peer() {
		return this.peer;
	}

	@Override
	public int number() {
		return this.number;
	}

	@Override
	public ClientSpec spec() {
		return this.spec;
	}

	@Override
	public boolean isConnected() {
		return this.state == State.CONNECTED && !this.link.isSevered();
	}

	boolean isOver() {
		return this.state == State.ENDED;
	}

	@Override
	public void accept(Accept accept) {
		this.link.answer(accept.delay(), () -> accepted(accept));
	}

	@Override
	public void refuse(Duration delay, EngineFailure failure) {
		this.link.answer(delay, () -> lose(failure));
	}

	@Override
	public void settle(Duration delay, long token, int reasonCode) {
		this.link.answer(delay, () -> settled(token, reasonCode, ""));
	}

	private void settled(long token, int reasonCode, String reason) {
		if (this.state == State.CONNECTED) {
			this.events.settled(token, reasonCode, reason);
		}
	}

	@Override
	public void answer(Duration delay, long token, List<Integer> reasonCodes) {
		this.link.answer(delay, () -> {
			if (this.state == State.CONNECTED) {
				this.events.answered(token, reasonCodes);
			}
		});
	}

	@Override
	public void deliver(Message message, long delivery) {
		this.link.answer(Duration.ZERO, () -> {
			if (this.state == State.CONNECTED) {
				received(message, delivery);
			}
		});
	}

	private void received(Message message, long delivery) {
		if (message.topic().contains("+") || message.topic().contains("#")) {
			refuse(message.qos());
			return;
		}
		this.events.received(inbound(message, delivery));
	}

	private void refuse(int qos) {
		if (qos > 0) {
			send(4, new Refuse(TOPIC_NAME_INVALID), () -> {
			});
		}
		this.events.unreadable(qos, TOPIC_NAME_INVALID);
	}

	private InboundPublish inbound(Message message, long delivery) {
		if (message.qos() > 0) {
			this.owed.add(delivery);
		}
		return new InboundPublish((message.qos() > 0) ? delivery : InboundPublish.NOTHING_OWED, message.topic(),
				message.payload().getBytes(StandardCharsets.UTF_8), message.qos(), message.retained(), false,
				message.identifiers(), message.properties());
	}

	@Override
	public void drop() {
		endBy(EngineFailure.of(Kind.CLOSED, "the connection was closed", null));
	}

	@Override
	public void disconnect(int reasonCode, @Nullable String serverReference) {
		endBy(new EngineFailure(Kind.DISCONNECTED, reasonCode, "the server disconnected", serverReference, null));
	}

	/** A client that hears nothing for one and a half keep-alives gives up. */
	@Override
	public void stall(boolean takesBytes) {
		freeze(takesBytes);
		Duration patience = this.limits.keepAlive().multipliedBy(3).dividedBy(2);
		if (this.state == State.CONNECTED && !patience.isZero()) {
			long silence = this.engine.time().nanoTime() - this.link.lastReadNanos();
			after(patience.minusNanos(Math.min(silence, patience.toNanos())), () -> checkAlive(patience));
		}
	}

	/** As a stall, of which no keep-alive takes notice. */
	void freeze(boolean takesBytes) {
		this.link.stall(takesBytes);
	}

	private void checkAlive(Duration patience) {
		if (!this.link.isReading() && this.engine.time().nanoTime() - this.link.lastReadNanos() >= patience.toNanos()) {
			lose(EngineFailure.of(Kind.KEEP_ALIVE, "nothing within one and a half keep-alives", null));
		}
	}

	@Override
	public void resume() {
		this.link.resume();
	}

	/** The server breaks the connection. */
	private void endBy(EngineFailure failure) {
		if (this.state == State.CONNECTING || this.state == State.CONNECTED) {
			sever();
			after(this.engine.script().transit(), () -> lose(failure));
		}
	}

	private void lose(EngineFailure failure) {
		if (this.state == State.CONNECTING || this.state == State.CONNECTED) {
			this.state = State.CLOSING;
			sever();
			this.events.lost(failure);
			endAfter(Duration.ZERO);
		}
	}

	private void sever() {
		if (!this.link.isSevered()) {
			this.link.sever();
			this.peer.ended();
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
