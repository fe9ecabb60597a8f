package io.mqttdriver.engine;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.engine.ConnectAnswer.Accept;
import io.mqttdriver.engine.ConnectAnswer.Close;
import io.mqttdriver.engine.ConnectAnswer.Ignore;
import io.mqttdriver.engine.ConnectAnswer.Refuse;
import io.mqttdriver.engine.ConnectAnswer.Unreachable;
import io.mqttdriver.engine.EngineFailure.Kind;
import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of one connection: answers by the script. Not thread-safe.
 */
final class ScriptedPeer implements ServerPeer {

	private final ScriptedEngine engine;

	private final ServerScript script;

	private final ScriptedClient client;

	private final Map<String, Integer> subscribed = new HashMap<>();

	private long deliveries;

	private boolean ignored;

	ScriptedPeer(ScriptedEngine engine, ScriptedClient client) {
		this.engine = engine;
		this.script = engine.script();
		this.client = client;
	}

	@Override
	public void connect() {
		connect(this.script.answer(this.client.spec()));
	}

	private void connect(ConnectAnswer answer) {
		if (answer instanceof Accept accept) {
			this.client.accept(accept);
		}
		else if (answer instanceof Refuse refuse) {
			this.client.refuse(Duration.ZERO, new EngineFailure(Kind.REFUSED, refuse.reasonCode(),
					"the server refused the connection", refuse.serverReference(), null));
		}
		else if (answer instanceof Close close) {
			this.client.refuse(close.lasts(), EngineFailure.of(Kind.CLOSED, "closed before CONNACK", null));
		}
		else if (answer instanceof Unreachable) {
			this.client.refuse(Duration.ZERO, EngineFailure.of(Kind.UNREACHABLE, "nobody listens", null));
		}
		else if (answer instanceof Ignore) {
			this.ignored = true;
		}
	}

	void acceptLate() {
		if (this.ignored) {
			this.ignored = false;
			connect(ConnectAnswer.accept());
		}
	}

	@Override
	public void publish(long token, OutboundPublish publish) {
		PublishAnswer answer = this.script.answer(publish);
		switch (answer.kind()) {
			case ACKNOWLEDGE -> {
				if (publish.qos() > 0) {
					this.client.settle(answer.delay(), token, answer.reasonCode());
				}
				if (answer.reasonCode() < 0x80) {
					this.engine.published(publish);
				}
			}
			case DROP -> this.client.after(answer.delay(), this.client::drop);
			case DISCONNECT ->
				this.client.after(answer.delay(), () -> this.client.disconnect(answer.reasonCode(), null));
			case IGNORE -> {
			}
		}
	}

	@Override
	public void subscribe(long token, int identifier, List<WireSubscription> filters) {
		List<Integer> codes = this.script.subscribed(filters);
		if (codes == null) {
			return;
		}
		for (int i = 0; i < filters.size(); i++) {
			if (codes.get(i) < 0x80) {
				this.subscribed.put(filters.get(i).filter(), identifier);
			}
		}
		this.client.answer(Duration.ZERO, token, codes);
	}

	@Override
	public void unsubscribe(long token, List<String> filters) {
		List<Integer> codes = this.script.unsubscribed(filters);
		if (codes != null) {
			filters.forEach(this.subscribed::remove);
			this.client.answer(Duration.ZERO, token, codes);
		}
	}

	/** Sends it, subscribed or not. */
	void deliver(Message message) {
		if (this.client.isConnected()) {
			this.client.deliver(message, ++this.deliveries);
		}
	}

	/** Sends it once if any filter matches, with the identifiers of all that do. */
	void route(OutboundPublish publish, String payload) {
		List<Integer> matching = this.subscribed.entrySet()
			.stream()
			.filter((entry) -> TopicFilter.of(entry.getKey()).matches(publish.topic()))
			.map(Map.Entry::getValue)
			.toList();
		if (!matching.isEmpty()) {
			List<Integer> identifiers = matching.stream().filter((identifier) -> identifier > 0).toList();
			deliver(new Message(publish.topic(), payload, publish.qos(), false, identifiers, publish.properties()));
		}
	}

}
