package io.mqttdriver.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every mutant is caught by an invariant of the simulation. Not part of the normal run:
 * CONTRIBUTING.md has the command. The system property {@code mutants.seeds} says how
 * many schedules each is run with.
 */
@Tag("mutants")
class MutantTests {

	private static final int AT_LEAST = 15;

	private static final long SEEDS = Long.getLong("mutants.seeds", 500);

	private static final List<String> table = new ArrayList<>();

	@TempDir
	private Path folder;

	@Test
	void theDriverAsItIsBreaksNoPromise() throws Exception {
		Verdict verdict = Verdict.of(Optional.empty(), SEEDS);
		assertThat(verdict.caught()).as(verdict.output().text()).isEmpty();
	}

	@TestFactory
	Stream<DynamicTest> anInvariantCatches() {
		List<Mutant> mutants = Mutant.all();
		assertThat(mutants).hasSizeGreaterThanOrEqualTo(AT_LEAST);
		return mutants.stream().map((mutant) -> DynamicTest.dynamicTest(mutant.name(), () -> catches(mutant)));
	}

	private void catches(Mutant mutant) throws IOException, InterruptedException {
		Path own = Files.createDirectory(this.folder.resolve(mutant.name()));
		Verdict verdict = Verdict.of(Optional.of(mutant.compile(own)), SEEDS);
		String row = "| %s | %s | %s |".formatted(mutant.name(), mutant.promise(), verdict.inWords());
		System.out.println(row);
		table.add(row);
		assertThat(verdict.isCaught())
			.as("%s survived: %s\n%s", mutant.name(), mutant.promise(), verdict.output().text())
			.isTrue();
	}

	@AfterAll
	static void print() {
		System.out
			.println("\n| mutant | what it breaks | caught by, in which share of " + SEEDS + " seeds |\n|---|---|---|");
		table.forEach(System.out::println);
	}

}
