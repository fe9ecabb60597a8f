package io.mqttdriver.fault;

import java.util.List;

import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the check of the table of faults finds. The classes within are looked at, not run.
 */
class FaultCheckTests {

	private static final List<FaultRow> ROWS = FaultRow.parse("""
			# Faults
			## First
			| | fault | what happens | how |
			|---|---|---|---|
			| A1 | rain | umbrella | S W |
			## Second
			| B2 | sun | hat | unit R |
			""");

	@Test
	void rowsAreReadWithTheirSectionAndMarks() {
		assertThat(ROWS).containsExactly(new FaultRow("First", "A1", "rain", "umbrella", List.of("S", "W")),
				new FaultRow("Second", "B2", "sun", "hat", List.of("unit", "R")));
	}

	@Test
	void whatHasNoTestIsMissing() {
		assertThat(table().missing()).containsExactly("A1 S: rain", "A1 W: rain", "B2 unit: sun", "B2 R: sun");
		assertThat(table(Wet.class).missing()).containsExactly("A1 W: rain", "B2 unit: sun");
		assertThat(table(Wet.class).mistakes()).isEmpty();
	}

	@Test
	void inheritedTestsProveAsTheirClassSays() {
		assertThat(table(OverTheWire.class).missing()).containsExactly("A1 S: rain", "B2 unit: sun", "B2 R: sun");
		assertThat(table(Contract.class).missing()).hasSize(4);
	}

	@Test
	void aTestThatIsNotRunProvesNothing() {
		assertThat(table(NotRun.class, NotRunAtAll.class).missing()).hasSize(4);
		assertThat(table(NotRun.class, NotRunAtAll.class).mistakes()).containsExactly(
				name(NotRun.class) + "#disabled: it is no test that is run",
				name(NotRun.class) + "#forgotten: it is no test that is run",
				name(NotRunAtAll.class) + "#test: it is no test that is run");
	}

	@Test
	void unknownRowsAndProofsThatAreNotSaidAreMistakes() {
		assertThat(table(Vague.class).mistakes()).containsExactly(name(Vague.class) + "#test: there is no row C3",
				name(Vague.class) + "#test: no @Proof says how");
	}

	@Test
	void testsWithinTestsProveAsTheClassAroundThemSays() {
		assertThat(table(Around.class, Around.Within.class).missing()).containsExactly("A1 S: rain", "A1 W: rain",
				"B2 R: sun");
	}

	@Test
	void theTableNamesTheTests() {
		assertThat(table(Wet.class).markdown()).isEqualTo("""

				### First

				| | fault | what happens | proved by |
				|---|---|---|---|
				| A1 | rain | umbrella | **S** `%1$s#several`, `%1$s#test`<br>**W** nothing |

				### Second

				| | fault | what happens | proved by |
				|---|---|---|---|
				| B2 | sun | hat | **R** `%1$s#really`<br>**unit** nothing |

				""".formatted(name(Wet.class)));
	}

	private static FaultTable table(Class<?>... tests) {
		return new FaultTable(ROWS, FaultTest.in(List.of(tests)));
	}

	private static String name(Class<?> type) {
		return type.getName().substring("io.mqttdriver.".length());
	}

	@Proof(Means.SIMULATED)
	private static class Wet {

		@Test
		@Fault("A1")
		void test() {
		}

		@ParameterizedTest
		@ValueSource(ints = { 1, 2 })
		@Fault("A1")
		void several(int number) {
		}

		@Test
		@Proof(Means.REAL)
		@Fault("B2")
		void really() {
		}

	}

	@Proof(Means.UNIT)
	private static class Around {

		@Nested
		class Within {

			@Test
			@Fault("B2")
			void test() {
			}

		}

	}

	private abstract static class Contract {

		@Test
		@Fault("A1")
		void test() {
		}

	}

	@Proof(Means.WIRE)
	private static class OverTheWire extends Contract {

	}

	@Proof(Means.UNIT)
	private static class NotRun {

		@Fault("B2")
		void forgotten() {
		}

		@Test
		@Disabled("as an example")
		@Fault("B2")
		void disabled() {
		}

	}

	@Disabled("as an example")
	@Proof(Means.REAL)
	private static class NotRunAtAll {

		@Test
		@Fault("B2")
		void test() {
		}

	}

	private static class Vague {

		@Test
		@Fault("C3")
		void test() {
		}

	}

}
