package io.mqttdriver.listener;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.DeadLetter;
import io.mqttdriver.inbound.Dispatcher;
import io.mqttdriver.inbound.InboundObserver;
import io.mqttdriver.inbound.Listener;
import io.mqttdriver.inbound.ListenerSettings;
import io.mqttdriver.inbound.ListenerSettings.Retry;
import io.mqttdriver.inbound.ListenerSpec;
import io.mqttdriver.message.InboundPublishes;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.MessageTypes;
import io.mqttdriver.simulation.VirtualTime;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Several handlers on one topic, through the dispatcher: what counts as an object type.
 */
class TypesOnOneTopicTests {

	private final MessageReader reader = new MessageReader(new MessageTypes(Map.of()), List.of(),
			JsonMapper.builder().build(), "type");

	private final VirtualTime time = new VirtualTime();

	private final List<DeadLetter> letters = new ArrayList<>();

	private final List<Listener> routes = new ArrayList<>();

	private final List<Object> taken = new ArrayList<>();

	private final Dispatcher dispatcher = new Dispatcher(
			new ListenerSettings(false, 100, 1_000_000, new Retry(0, Duration.ofSeconds(1), 2, Duration.ofSeconds(10))),
			this.time::nanoTime, this.time, this.time, (original, letter) -> {
				this.letters.add(letter);
				return null;
			}, mock(InboundObserver.class));

	@Test
	void oneObjectTypeBesideTakersOfEverythingIsRead() {
		listen(Circle.class);
		listen(String.class);
		listen(Map.class);
		receive("{\"radius\":1,\"more\":2}");
		assertThat(this.taken).containsExactlyInAnyOrder(new Circle(1), "{\"radius\":1,\"more\":2}",
				Map.of("radius", 1, "more", 2));
		assertThat(this.letters).isEmpty();
	}

	@Test
	void theOnlyObjectTypesUnreadableMessageIsItsError() {
		listen(Circle.class);
		listen(String.class);
		receive("[]");
		assertThat(this.taken).containsExactly("[]");
		assertThat(this.letters).extracting(DeadLetter::listenerId).containsExactly(Circle.class.getName());
	}

	@Test
	void amongSeveralObjectTypesUnknownFieldsDecide() {
		listen(Circle.class);
		listen(Square.class);
		receive("{\"radius\":1}");
		receive("{\"side\":2}");
		assertThat(this.taken).containsExactly(new Circle(1), new Square(2));
		assertThat(this.letters).isEmpty();
	}

	@Test
	void whatNoneOfSeveralTypesTakesIsUnhandled() {
		listen(Circle.class);
		listen(Square.class);
		receive("{\"width\":1}");
		assertThat(this.taken).isEmpty();
		assertThat(this.letters).extracting(DeadLetter::listenerId).containsExactly("");
	}

	private <T> void listen(Class<T> type) {
		var handler = ProgrammaticHandlers.of(this.reader, type, this::take, List.of());
		this.routes.add(this.dispatcher.add(new ListenerSpec(type.getName(), 1, false, handler)));
	}

	private void take(Message<?> message) {
		this.taken.add(message.getPayload());
	}

	private void receive(String payload) {
		InboundPublish publish = InboundPublishes.of("t", payload);
		this.dispatcher.open(mock(EngineClient.class), (message) -> List.copyOf(this.routes)).received(publish);
		this.time.settle();
	}

	record Circle(double radius) {

	}

	record Square(double side) {

	}

}
