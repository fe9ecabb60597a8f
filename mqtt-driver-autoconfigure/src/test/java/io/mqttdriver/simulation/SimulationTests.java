package io.mqttdriver.simulation;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.simulation.Simulation.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Thousands of schedules of faults, operators and traffic, each from a seed, with the
 * ledger checked at every step. {@code -Dsimulation.schedules=1000000} runs more,
 * {@code -Dsimulation.seed=42} tells the story of one.
 */
@Proof(Means.SIMULATED)
class SimulationTests {

	private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 10_000);

	private static final int STORIES = 3;

	/** In so many schedules each row must have struck while it mattered. */
	private static final int ENOUGH = 100;

	private static final Quiet QUIET = Quiet.logging();

	private static SimulationRun run;

	@BeforeAll
	static void simulate() {
		run = SimulationRun.of(0, SCHEDULES);
		System.out.println(run.coverage().text());
		System.out.println("legal transitions not taken: " + run.coverage().transitionsNotTaken());
		System.out.println(run.text());
	}

	@AfterAll
	static void speak() {
		QUIET.close();
	}

	@Test
	@Fault({ "C1", "C3", "C5", "C6", "C7", "C8", "C9", "C11", "C14", "L1", "L2", "L4", "L5", "L8", "L9", "L11", "L13",
			"P1", "P3", "P4", "P8", "P11", "P15", "H1", "H3", "H4", "H5", "X1" })
	void nothingIsLostWhateverHappens() {
		assertThat(run.failed()).as(() -> stories()).isEmpty();
	}

	private static String stories() {
		return run.failed()
			.stream()
			.limit(STORIES)
			.map((outcome) -> Simulation.tell(outcome.seed()))
			.map((told) -> "\nseed " + told.seed() + ": " + told.violation() + "\n" + told.story())
			.collect(Collectors.joining("\n"));
	}

	@Test
	void eachRowStrikesOftenWhilePublishesAreInFlightAndHandlersAtWork() {
		assertThat(run.coverage().rowsBelow(ENOUGH)).as(() -> run.coverage().text()).isEmpty();
	}

	@Test
	void eachLegalTransitionIsTaken() {
		assertThat(run.coverage().transitionsNotTaken()).isEmpty();
	}

	@Test
	void theSameSeedTellsTheSameStory() {
		LongStream.range(0, 200).forEach((seed) -> {
			Outcome told = Simulation.tell(seed);
			assertThat(Simulation.tell(seed).story()).as("seed " + seed).isEqualTo(told.story());
			assertThat(Simulation.run(seed).hash()).as("seed " + seed).isEqualTo(told.hash());
		});
	}

	@Test
	@EnabledIfSystemProperty(named = "simulation.seed", matches = "\\d+")
	void tellsTheStoryOfOneSeed() {
		Outcome outcome = Simulation.tell(Long.getLong("simulation.seed"));
		System.out.println(outcome.story());
		assertThat(outcome.violation()).isNull();
	}

}
