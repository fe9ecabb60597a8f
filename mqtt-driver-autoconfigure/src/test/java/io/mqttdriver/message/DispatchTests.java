package io.mqttdriver.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each sentence of the contract's "Dispatch by topic and type".
 */
class DispatchTests {

	private final MessageReader reader = new MessageReader(new MessageTypes(Map.of("kreis", Circle.class)), List.of(),
			JsonMapper.builder().build(), "type");

	@Test
	void aTypeNameGoesToTheHandlerOfThatName() {
		assertThat(read(named("Circle", "{\"radius\":1}"), Circle.class, false)).isEqualTo(new Circle(1));
		assertThat(read(named("Circle", "{\"radius\":1}"), Order.class, false)).isNull();
		assertThat(read(named("Circle", "{\"radius\":1}"), Order.class, true)).isNull();
	}

	@Test
	void aTypeNameGoesToTheHandlerOfASealedSupertype() {
		assertThat(read(named("Circle", "{\"radius\":2}"), Shape.class, true)).isEqualTo(new Circle(2));
	}

	@Test
	void aTypeNameGoesToTheHandlerOfASupertypeOfAnotherHandlersType() {
		this.reader.register(PayloadType.of(Order.class));
		assertThat(read(named("Order", "{\"id\":3}"), Numbered.class, false)).isEqualTo(new Order(3));
	}

	@Test
	void aConfiguredTypeNameIsKnown() {
		assertThat(read(named("kreis", "{\"radius\":4}"), Circle.class, false)).isEqualTo(new Circle(4));
		assertThat(read(named("kreis", "{\"radius\":4}"), Shape.class, false)).isEqualTo(new Circle(4));
	}

	@Test
	void anUnknownTypeNameGoesToNoObjectHandler() {
		assertThat(read(named("Triangle", "{\"radius\":1}"), Circle.class, true)).isNull();
		assertThat(read(named(Circle.class.getName(), "{\"radius\":1}"), Circle.class, true)).isNull();
	}

	@Test
	void aTypeNameThatFitsAndAPayloadThatDoesNotIsAnError() {
		assertThatExceptionOfType(MessageConversionException.class)
			.isThrownBy(() -> read(named("Circle", "{"), Circle.class, false))
			.withMessageContaining(Circle.class.getName())
			.withMessageContaining("'t'");
	}

	@Test
	void aTypeNameMakesUnknownFieldsHarmless() {
		assertThat(read(named("Circle", "{\"radius\":1,\"more\":2}"), Circle.class, false)).isEqualTo(new Circle(1));
	}

	@Test
	void withoutATypeNameUnknownFieldsAreUnreadableAmongSeveralTypes() {
		InboundPublish publish = InboundPublishes.of("t", "{\"radius\":1,\"more\":2}");
		assertThat(read(publish, Circle.class, false)).isNull();
		assertThat(read(publish, Circle.class, true)).isEqualTo(new Circle(1));
	}

	@Test
	void withoutATypeNameEveryHandlerThatCanReadItGetsIt() {
		InboundPublish publish = InboundPublishes.of("t", "{\"id\":1}");
		assertThat(read(publish, Order.class, false)).isEqualTo(new Order(1));
		assertThat(read(publish, Customer.class, false)).isEqualTo(new Customer(1));
		assertThat(read(publish, Circle.class, false)).isNull();
	}

	@Test
	void withoutATypeNameAnUnreadableMessageIsTheOnlyHandlersError() {
		for (String payload : List.of("{", "[]", "\"x\"", "null", "")) {
			InboundPublish publish = InboundPublishes.of("t", payload);
			assertThatExceptionOfType(MessageConversionException.class).as(payload)
				.isThrownBy(() -> read(publish, Circle.class, true));
			assertThat(read(publish, Circle.class, false)).as(payload).isNull();
		}
	}

	@Test
	void anEmptyTypeNameIsNone() {
		assertThat(read(named("", "{\"radius\":1}"), Circle.class, true)).isEqualTo(new Circle(1));
	}

	@Test
	void stringBytesAndObjectTakeEveryMessage() {
		for (InboundPublish publish : List.of(named("Circle", "{"), named("?", "\0"), InboundPublishes.of("t", ""))) {
			assertThat(read(publish, String.class, false)).isInstanceOf(String.class);
			assertThat(read(publish, byte[].class, false)).isSameAs(publish.payload());
			assertThat(read(publish, Object.class, false)).isSameAs(publish.payload());
		}
	}

	@Test
	void jsonNodeTakesAllJson() {
		for (String json : List.of("{}", "[1]", "1", "\"x\"", "null", "true")) {
			assertThat(read(named("Any", json), JsonNode.class, false)).as(json).isInstanceOf(JsonNode.class);
		}
		assertThat(read(InboundPublishes.of("t", "no json"), JsonNode.class, true)).isNull();
		assertThat(read(InboundPublishes.of("t", ""), JsonNode.class, true)).isNull();
		assertThat(read(InboundPublishes.of("t", "[]"), ObjectNode.class, true)).isNull();
	}

	@Test
	void mapTakesJsonObjects() {
		assertThat(read(named("Any", "{\"a\":1}"), Map.class, false)).isEqualTo(Map.of("a", 1));
		for (String other : List.of("[1]", "1", "\"x\"", "null", "no json", "")) {
			assertThat(read(InboundPublishes.of("t", other), Map.class, true)).as(other).isNull();
		}
	}

	@Test
	void typeArgumentsCount() {
		PayloadType type = PayloadType.of(new ParameterizedTypeReference<List<Circle>>() {
		}.getType(), false, null);
		Message<?> message = this.reader.read(InboundPublishes.of("t", "[{\"radius\":1}]"), type, List.of(), true);
		assertThat(message).isNotNull();
		assertThat(message.getPayload()).isEqualTo(List.of(new Circle(1)));
	}

	@Test
	void aPrimitiveTypeIsReadAsItsWrapper() {
		assertThat(read(InboundPublishes.of("t", "42"), int.class, true)).isEqualTo(42);
	}

	@Test
	void textIsReadByItsCharset() {
		byte[] latin = "ä".getBytes(StandardCharsets.ISO_8859_1);
		PublishProperties properties = new PublishProperties(false, null, "text/plain;charset=ISO-8859-1", null, null,
				List.of());
		assertThat(read(InboundPublishes.of("t", latin, properties), String.class, true)).isEqualTo("ä");
		assertThat(read(InboundPublishes.of("t", "ä"), String.class, true)).isEqualTo("ä");
	}

	@Test
	void aForeignContentTypeDoesNotMatter() {
		for (String contentType : List.of("json", "/", "text/plain;charset=nope", "\uD83D\uDE00", "application/cbor")) {
			PublishProperties properties = new PublishProperties(false, null, contentType, null, null, List.of());
			InboundPublish publish = InboundPublishes.of("t", "{\"radius\":1}".getBytes(StandardCharsets.UTF_8),
					properties);
			assertThat(read(publish, Circle.class, true)).as(contentType).isEqualTo(new Circle(1));
			assertThat(read(publish, String.class, true)).as(contentType).isEqualTo("{\"radius\":1}");
		}
	}

	private @Nullable Object read(InboundPublish publish, Class<?> type, boolean alone) {
		Message<?> message = this.reader.read(publish, this.reader.register(PayloadType.of(type)), List.of(), alone);
		return (message != null) ? message.getPayload() : null;
	}

	private static InboundPublish named(String name, String payload) {
		return InboundPublishes.of("t", payload, "type", name);
	}

	sealed interface Shape permits Circle {

	}

	record Circle(double radius) implements Shape {

	}

	interface Numbered {

		int id();

	}

	record Order(int id) implements Numbered {

	}

	record Customer(int id) {

	}

}
