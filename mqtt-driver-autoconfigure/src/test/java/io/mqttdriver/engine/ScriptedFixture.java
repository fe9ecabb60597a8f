package io.mqttdriver.engine;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.mqttdriver.engine.ServerRecord.Acknowledge;
import io.mqttdriver.engine.ServerRecord.Disconnect;
import io.mqttdriver.engine.ServerRecord.Publish;
import io.mqttdriver.engine.ServerRecord.Refuse;
import io.mqttdriver.engine.ServerRecord.Subscribe;
import io.mqttdriver.engine.ServerRecord.Unsubscribe;
import io.mqttdriver.simulation.VirtualTime;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scripted engine, for the conformance suite.
 */
final class ScriptedFixture implements EngineFixture {

	private final VirtualTime time = new VirtualTime();

	private final ScriptedEngine engine = new ScriptedEngine(this.time);

	@Override
	public Engine engine() {
		return this.engine;
	}

	@Override
	public URI uri() {
		return URI.create("tcp://scripted:1883");
	}

	@Override
	public void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			assertThat(this.time.advanceToNext()).as("something is still going to happen").isTrue();
		}
	}

	@Override
	public void calmDown() {
		this.time.advance(Duration.ofMillis(60));
	}

	@Override
	public void accept(ServerLimits limits, boolean sessionPresent) {
		this.engine.script().connects(ConnectAnswer.accept(limits, sessionPresent));
	}

	@Override
	public void refuse(int reasonCode, @Nullable String serverReference) {
		this.engine.script().connects(ConnectAnswer.refuse(reasonCode, serverReference));
	}

	@Override
	public void ignoreConnects() {
		this.engine.script().connects(ConnectAnswer.ignore());
	}

	@Override
	public void acceptLate() {
		this.engine.acceptLate();
	}

	@Override
	public void answerPublishes(int... reasonCodes) {
		Arrays.stream(reasonCodes).mapToObj(PublishAnswer::code).forEach(this.engine.script()::nextPublishes);
	}

	@Override
	public void ignorePublishes() {
		this.engine.script().publishes(PublishAnswer.ignore());
	}

	@Override
	public void answerFilters(int... reasonCodes) {
		this.engine.script().nextFilters(reasonCodes);
	}

	@Override
	public void deliver(Message message) {
		this.engine.deliver(message);
	}

	@Override
	public void deliverWithoutTopicName(int qos) {
		this.engine.deliver(Message.of("a/#", "x", qos));
	}

	@Override
	public void drop() {
		this.engine.drop();
	}

	@Override
	public void disconnect(int reasonCode, @Nullable String serverReference) {
		this.engine.disconnect(reasonCode, serverReference);
	}

	@Override
	public void stall() {
		this.engine.stall();
	}

	@Override
	public List<Message> published() {
		return this.engine.record().packets(Publish.class).stream().map(Publish::publish).map((publish) -> {
			String payload = new String(publish.payload(), StandardCharsets.UTF_8);
			return new Message(publish.topic(), payload, publish.qos(), publish.retained(), List.of(),
					publish.properties());
		}).toList();
	}

	@Override
	public List<Subscribed> subscribed() {
		return this.engine.record()
			.packets(Subscribe.class)
			.stream()
			.map((subscribe) -> new Subscribed(subscribe.identifier(), subscribe.filters()))
			.toList();
	}

	@Override
	public List<List<String>> unsubscribed() {
		return this.engine.record().packets(Unsubscribe.class).stream().map(Unsubscribe::filters).toList();
	}

	@Override
	public int acknowledgements() {
		return this.engine.record().packets(Acknowledge.class).size();
	}

	@Override
	public List<Integer> refusals() {
		return this.engine.record().packets(Refuse.class).stream().map(Refuse::reasonCode).toList();
	}

	@Override
	public List<Integer> disconnects() {
		return this.engine.record().packets(Disconnect.class).stream().map(Disconnect::reasonCode).toList();
	}

	@Override
	public int connections() {
		return this.engine.connections();
	}

	@Override
	public void close() {
		assertThat(this.engine.alive()).as("clients that never ended").isZero();
	}

}
