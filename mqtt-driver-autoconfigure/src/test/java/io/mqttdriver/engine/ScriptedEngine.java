package io.mqttdriver.engine;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

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

	public ScriptedEngine(VirtualTime time) {
		this.time = time;
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
		forAll((client) -> client.peer().deliver(message));
	}

	/** Breaks all connections without a word. */
	public void drop() {
		forAll((client) -> client.peer().drop());
	}

	/** Ends all connections with a DISCONNECT. */
	public void disconnect(int reasonCode, @Nullable String serverReference) {
		forAll((client) -> client.peer().disconnect(reasonCode, serverReference));
	}

	/** The peer neither takes nor sends bytes any more; all counters stand still. */
	public void stall() {
		forAll((client) -> client.link().stall(false));
	}

	/** The peer's kernel still takes bytes, but nobody reads them or answers. */
	public void silence() {
		forAll((client) -> client.link().stall(true));
	}

	/** Stalled peers go on: what waited is on its way now. */
	public void resume() {
		forAll((client) -> client.link().resume());
	}

	/** The CONNECTs that were ignored are accepted now, where still somebody waits. */
	public void acceptLate() {
		forAll((client) -> client.peer().acceptLate());
	}

	VirtualTime time() {
		return this.time;
	}

	void published(OutboundPublish publish) {
		if (this.script.routes()) {
			String payload = new String(publish.payload(), StandardCharsets.UTF_8);
			forAll((client) -> client.peer().route(publish, payload));
		}
	}

	private void forAll(Consumer<ScriptedClient> action) {
		List.copyOf(this.clients).forEach(action);
	}

}
