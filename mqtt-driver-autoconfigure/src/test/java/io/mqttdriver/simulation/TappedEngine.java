package io.mqttdriver.simulation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.Engine;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.EngineEvents;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.Traffic;
import io.mqttdriver.engine.WireSubscription;
import io.mqttdriver.simulation.ClientLife.Kind;
import io.mqttdriver.simulation.ClientLife.Question;

/**
 * The scripted engine, with the ledger told of all that crosses it.
 */
final class TappedEngine implements Engine {

	private final World world;

	private final Engine engine;

	private int opened;

	TappedEngine(World world, Engine engine) {
		this.world = world;
		this.engine = engine;
	}

	@Override
	public EngineClient open(ClientSpec spec, EngineEvents events) {
		int number = ++this.opened;
		this.world.tell(201, () -> "driver opens client " + number + " '" + spec.clientId() + "' to " + spec.uri());
		this.world.ledger().clients().opened(number, spec);
		TappedClient client = new TappedClient(number);
		client.delegate = this.engine.open(spec, new TappedEvents(this.world, number, events, client.questions));
		return client;
	}

	@Override
	public void requireSupported(URI uri) {
		this.engine.requireSupported(uri);
	}

	@Override
	public boolean settlesKeptQos2() {
		return this.engine.settlesKeptQos2();
	}

	/**
	 * One client, with a name for each question.
	 */
	private final class TappedClient implements EngineClient {

		private final int number;

		private final Map<String, Question> questions = new HashMap<>();

		private @org.jspecify.annotations.Nullable EngineClient delegate;

		TappedClient(int number) {
			this.number = number;
		}

		private EngineClient delegate() {
			return java.util.Objects.requireNonNull(this.delegate);
		}

		private Ledger ledger() {
			return TappedEngine.this.world.ledger();
		}

		private void asked(String name, Question question) {
			this.questions.put(name, question);
			ledger().clients().asked(this.number, question);
		}

		@Override
		public void publish(long token, OutboundPublish publish) {
			String payload = new String(publish.payload(), StandardCharsets.UTF_8);
			Kind kind = (token == 0) ? Kind.VALIDATION : Kind.PUBLISH;
			if (token > 0) {
				TappedEngine.this.world.tell(202,
						() -> "driver sends '" + payload + "' to " + publish.topic() + " on client " + this.number);
			}
			asked("publish " + token, new Question(kind, token, payload));
			if (PublishBook.isOffer(payload)) {
				ledger().publishes().publishing(this.number, token, publish, payload);
			}
			delegate().publish(token, publish);
		}

		@Override
		public void subscribe(long token, int identifier, List<WireSubscription> filters) {
			asked("filters " + token, new Question((token == 0) ? Kind.VALIDATION : Kind.FILTERS, token, ""));
			ledger().inbound().subscribing(identifier, filters);
			delegate().subscribe(token, identifier, filters);
		}

		@Override
		public void unsubscribe(long token, List<String> filters) {
			if (token > 0) {
				asked("filters " + token, new Question(Kind.FILTERS, token, ""));
			}
			delegate().unsubscribe(token, filters);
		}

		@Override
		public void acknowledge(long delivery) {
			TappedEngine.this.world.tell(203, () -> "driver acknowledges " + delivery + " of client " + this.number);
			ledger().require(!ledger().clients().isClosed(this.number), Invariant.DEAD_CLIENT_CHANGES_NOTHING,
					() -> "delivery " + delivery + " is acknowledged to the closed client " + this.number);
			ledger().inbound().acknowledging(this.number, delivery);
			delegate().acknowledge(delivery);
		}

		@Override
		public void close(int reasonCode, Duration grace) {
			TappedEngine.this.world.tell(204, () -> "driver closes client " + this.number + " with grace " + grace);
			ledger().clients().closing(this.number);
			delegate().close(reasonCode, grace);
		}

		@Override
		public Traffic traffic() {
			return delegate().traffic();
		}

	}

}
