package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.ServerConnection;
import io.mqttdriver.engine.ServerPeer;
import org.jspecify.annotations.Nullable;

/**
 * A small broker in virtual time behind all addresses: sessions by client id, takeover,
 * routing, redelivery; wrong as the {@link Weather} says.
 */
final class Broker {

	private final World world;

	private final Map<String, BrokerSession> sessions = new HashMap<>();

	private final List<BrokerPeer> peers = new ArrayList<>();

	private @Nullable Rival rival;

	Broker(World world) {
		this.world = world;
	}

	ServerPeer peer(ServerConnection connection) {
		BrokerPeer peer = new BrokerPeer(this.world, this, connection);
		this.peers.add(peer);
		return peer;
	}

	void ended(BrokerPeer peer) {
		this.peers.remove(peer);
	}

	/** The session of a client that is let in. Says whether it was there before. */
	boolean open(BrokerPeer peer) {
		String clientId = peer.spec().clientId();
		BrokerSession session = this.sessions.get(clientId);
		if (session != null && session.connected() != null) {
			session.connected().takenOver(true);
		}
		session = this.sessions.get(clientId);
		boolean present = session != null && !session.isExpired(this.world.time().nanoTime())
				&& !peer.spec().cleanStart();
		if (!present) {
			session = new BrokerSession();
			this.sessions.put(clientId, session);
		}
		peer.opened(session);
		session.connect(peer);
		if (this.rival != null) {
			this.rival.kicked(peer);
		}
		return present;
	}

	void close(BrokerPeer peer, BrokerSession session) {
		if (session.connected() != peer) {
			return;
		}
		Duration expiry = peer.spec().sessionExpiry();
		if (expiry.isZero()) {
			this.sessions.remove(peer.spec().clientId(), session);
		}
		session.disconnected(this.world.time().nanoTime() + expiry.toNanos());
	}

	/** A publish that the broker took goes to whoever has subscribed. */
	void route(String topic, String payload, int qos) {
		long now = this.world.time().nanoTime();
		this.sessions.values().removeIf((session) -> session.isExpired(now));
		List.copyOf(this.sessions.values())
			.forEach((session) -> session.route(topic, payload, qos, this.world.settings().copyForEachFilter()));
	}

	void route(OutboundPublish publish, String payload) {
		route(publish.topic(), payload, publish.qos());
	}

	/** The session of the one client that is connected, or that of the stable id. */
	@Nullable BrokerSession session() {
		for (BrokerPeer peer : this.peers) {
			if (peer.session() != null) {
				return peer.session();
			}
		}
		return null;
	}

	boolean hasConnection() {
		return this.peers.stream().anyMatch(BrokerPeer::isConnected);
	}

	/** Breaks all connections without a word. */
	void drop() {
		forAll((peer) -> peer.connection().drop());
	}

	/** The process is gone, and perhaps what it knew. */
	void kill(boolean forgets) {
		if (forgets) {
			this.sessions.clear();
		}
		drop();
	}

	void disconnect(int reasonCode, @Nullable String reference) {
		forAll((peer) -> peer.connection().disconnect(reasonCode, reference));
	}

	void stall(boolean takesBytes) {
		forAll((peer) -> peer.connection().stall(takesBytes));
	}

	void resume() {
		this.world.ledger().clients().resumed();
		forAll((peer) -> peer.connection().resume());
	}

	/** Accepts the CONNECTs that were left without an answer. */
	void acceptLate() {
		forAll(BrokerPeer::acceptLate);
	}

	/** Another application with the same client id, for some time. */
	void rival(@Nullable Rival rival) {
		if (this.rival != null) {
			this.rival.leave();
		}
		this.rival = rival;
	}

	void forAll(Consumer<BrokerPeer> action) {
		List.copyOf(this.peers).forEach(action);
	}

}
