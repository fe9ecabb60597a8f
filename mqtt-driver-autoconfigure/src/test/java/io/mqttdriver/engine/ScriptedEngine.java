package io.mqttdriver.engine;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.simulation.VirtualTime;
import org.jspecify.annotations.Nullable;

/**
 * An engine without a socket, in virtual time, with one server behind every URI that does
 * as its script says. Packets take the script's transit time each way; what is on its way
 * when the server breaks a connection is lost. Not thread-safe.
 */
public final class ScriptedEngine implements Engine {

	private final VirtualTime time;

	private final ServerScript script = new ServerScript();

	private final ServerRecord record = new ServerRecord();

	private final List<ScriptedClient> clients = new ArrayList<>();

	private boolean settlesKeptQos2;

	private final @Nullable Function<ServerConnection, ServerPeer> server;

	/** With a server that does as {@link #script()} says. */
	public ScriptedEngine(VirtualTime time) {
		this(time, null);
	}

	/** With another server, which makes a peer for each connection. */
	public ScriptedEngine(VirtualTime time, @Nullable Function<ServerConnection, ServerPeer> server) {
		this.time = time;
		this.server = server;
	}

	@Override
	public EngineClient open(ClientSpec spec, EngineEvents events) {
		ScriptedClient client = new ScriptedClient(this, this.record.countOpened(), spec, events);
		this.clients.removeIf(ScriptedClient::isOver);
		this.clients.add(client);
		client.begin();
		return client;
	}

	@Override
	public void requireSupported(URI uri) {
		// Every URI leads to the one scripted server
	}

	@Override
	public boolean settlesKeptQos2() {
		return this.settlesKeptQos2;
	}

	public void settlesKeptQos2(boolean settles) {
		this.settlesKeptQos2 = settles;
	}

	/** What the server answers. */
	public ServerScript script() {
		return this.script;
	}

	/** What the server got. */
	public ServerRecord record() {
		return this.record;
	}

	/** How many clients are connected. */
	public int connections() {
		return (int) this.clients.stream().filter(ScriptedClient::isConnected).count();
	}

	/** How many clients have not come to their end, connected or not. */
	public int alive() {
		return (int) this.clients.stream().filter((client) -> !client.isOver()).count();
	}

	/** Sends a message to every connected client, whatever it has subscribed to. */
	public void deliver(Message message) {
		forAllScripted((peer) -> peer.deliver(message));
	}

	/** Breaks all connections without a word. */
	public void drop() {
		forAll(ScriptedClient::drop);
	}

	/** Ends all connections with a DISCONNECT. */
	public void disconnect(int reasonCode, @Nullable String serverReference) {
		forAll((client) -> client.disconnect(reasonCode, serverReference));
	}

	/** The peer neither takes nor sends bytes any more; all counters stand still. */
	public void stall() {
		forAll((client) -> client.freeze(false));
	}

	/** The peer's kernel still takes bytes, but nobody reads them or answers. */
	public void silence() {
		forAll((client) -> client.freeze(true));
	}

	/** Stalled peers go on: what waited is on its way now. */
	public void resume() {
		forAll(ScriptedClient::resume);
	}

	/** The CONNECTs that were ignored are accepted now, where still somebody waits. */
	public void acceptLate() {
		forAllScripted(ScriptedPeer::acceptLate);
	}

	ServerPeer peer(ScriptedClient client) {
		return (this.server != null) ? this.server.apply(client) : new ScriptedPeer(this, client);
	}

	VirtualTime time() {
		return this.time;
	}

	void published(OutboundPublish publish) {
		if (this.script.routes()) {
			String payload = new String(publish.payload(), StandardCharsets.UTF_8);
			forAllScripted((peer) -> peer.route(publish, payload));
		}
	}

	private void forAllScripted(Consumer<ScriptedPeer> action) {
		forAll((client) -> {
			if (client.peer() instanceof ScriptedPeer scripted) {
				action.accept(scripted);
			}
		});
	}

	private void forAll(Consumer<ScriptedClient> action) {
		List.copyOf(this.clients).forEach(action);
	}

}
