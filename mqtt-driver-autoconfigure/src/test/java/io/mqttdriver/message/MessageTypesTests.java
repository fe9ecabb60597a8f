package io.mqttdriver.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.annotation.MqttMessageType;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Proof(Means.UNIT)
class MessageTypesTests {

	private final MessageTypes types = new MessageTypes(Map.of());

	@Test
	void aClassGoesByItsAnnotationElseByItsSimpleName() {
		assertThat(this.types.nameOf(Created.class)).isEqualTo("order.created");
		assertThat(this.types.nameOf(Plain.class)).isEqualTo("Plain");
	}

	@Test
	void aSubclassDoesNotInheritTheName() {
		assertThat(this.types.nameOf(CreatedLater.class)).isEqualTo("CreatedLater");
	}

	@Test
	void anonymousClassesGoByWhatTheyExtend() {
		assertThat(this.types.nameOf(new Created() {
		}.getClass())).isEqualTo("order.created");
		assertThat(this.types.nameOf(Mode.ON.getClass())).isEqualTo("Mode");
	}

	@Test
	void bytesTextAndGenericContainersHaveNoName() {
		for (Class<?> type : List.of(byte[].class, int[].class, String.class, StringBuilder.class, Map.class,
				HashMap.class, ObjectNode.class, Object.class, List.class, new HashMap<>() {
				}.getClass())) {
			assertThat(this.types.nameOf(type)).as(type.getName()).isNull();
		}
	}

	@Test
	void permittedSubclassesAreKnownRecursively() {
		this.types.add(Shape.class);
		assertThat(this.types.readable("Circle", Shape.class)).containsExactly(Circle.class);
		assertThat(this.types.readable("round.square", Shape.class)).containsExactly(RoundedSquare.class);
		assertThat(this.types.readable("Square", Shape.class)).containsExactly(Square.class);
	}

	@Test
	void aConfiguredNameMeansItsClass() {
		MessageTypes configured = new MessageTypes(Map.of("v1", Circle.class));
		assertThat(configured.readable("v1", Shape.class)).containsExactly(Circle.class);
		assertThat(configured.readable("v1", Square.class)).isEmpty();
		assertThat(configured.nameOf(Circle.class)).isEqualTo("Circle");
	}

	@Test
	void oneNameForSeveralClassesMeansAllOfThem() {
		MessageTypes configured = new MessageTypes(Map.of("Circle", Created.class));
		configured.add(Circle.class);
		assertThat(configured.readable("Circle", Object.class)).containsExactlyInAnyOrder(Circle.class, Created.class);
		assertThat(configured.readable("Circle", Shape.class)).containsExactly(Circle.class);
	}

	@Test
	void theMostSpecificClassOfANameWins() {
		MessageTypes configured = new MessageTypes(Map.of("order.created", CreatedLater.class));
		configured.add(Created.class);
		assertThat(configured.readable("order.created", Created.class)).containsExactly(CreatedLater.class);
	}

	@Test
	@Fault("H7")
	void aClassNameFromTheWireIsUnknown() {
		this.types.add(Created.class);
		assertThat(this.types.readable(Created.class.getName(), Object.class)).isEmpty();
		assertThat(this.types.readable("java.lang.ProcessBuilder", Object.class)).isEmpty();
	}

	@Test
	void aNameThatCannotGoOverTheWireIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.types.nameOf(Blank.class))
			.withMessageContaining(Blank.class.getName())
			.withMessageContaining("@MqttMessageType");
		assertThatIllegalArgumentException().isThrownBy(() -> new MessageTypes(Map.of("a\0b", Plain.class)))
			.withMessageContaining("NUL");
	}

	@MqttMessageType("order.created")
	static class Created {

	}

	static class CreatedLater extends Created {

	}

	record Plain(int value) {

	}

	@MqttMessageType(" ")
	record Blank() {

	}

	enum Mode {

		ON {

		}

	}

	sealed interface Shape permits Circle, Square {

	}

	record Circle(double radius) implements Shape {

	}

	static sealed class Square implements Shape permits RoundedSquare {

	}

	@MqttMessageType("round.square")
	static final class RoundedSquare extends Square {

	}

}
