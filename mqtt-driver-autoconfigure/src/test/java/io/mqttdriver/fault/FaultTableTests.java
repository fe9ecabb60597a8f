package io.mqttdriver.fault;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Each row of the table of faults, and each way in which it has to be proved, has its
 * test, and {@code docs/reliability.md} says which. {@code -Dfaults.write=true} writes
 * the table there.
 */
class FaultTableTests {

	private static final Path DOCUMENT = Path.of("..", "docs", "reliability.md");

	private static final Path SHARED = Path.of("..", "..", "shared", "FAULTS.md");

	private static final String BEGIN = "<!-- The table: FaultTableTests, with -Dfaults.write=true -->\n";

	private static final String END = "<!-- The end of the table -->\n";

	private static final FaultTable TABLE = table();

	@Test
	void everyRowHasATestForEachOfItsMarks() {
		List<String> missing = TABLE.missing();
		assertThat(missing.size()).as("rows and marks without a test:%n%s%n", String.join("\n", missing)).isZero();
	}

	@Test
	void everyTestOfAFaultIsRunAndNamesARowAndHowItIsProved() {
		assertThat(TABLE.mistakes()).isEmpty();
	}

	@Test
	void theDocumentShowsTheTable() throws IOException {
		String document = Files.readString(DOCUMENT);
		int begin = document.indexOf(BEGIN) + BEGIN.length();
		int end = document.indexOf(END);
		assertThat(document).contains(BEGIN, END);
		String written = document.substring(0, begin) + TABLE.markdown() + document.substring(end);
		if (Boolean.getBoolean("faults.write")) {
			Files.writeString(DOCUMENT, written);
		}
		else {
			assertThat(document.equals(written)).as("docs/reliability.md is what -Dfaults.write=true would write")
				.isTrue();
		}
	}

	@Test
	void theRowsAreThoseThatWereAskedFor() throws IOException {
		assumeTrue(Files.exists(SHARED), "skipped: the list that was asked for is not beside the project");
		assertThat(rows()).isEqualTo(FaultRow.parse(Files.readString(SHARED)));
	}

	@Test
	void allRowsAreRead() throws IOException {
		assertThat(rows().stream().map(FaultRow::name)).hasSize(58).doesNotHaveDuplicates();
		assertThat(document().lines().filter((line) -> line.matches("\\| [A-Z].*"))).hasSameSizeAs(rows());
	}

	private static FaultTable table() {
		try {
			URI tests = FaultTableTests.class.getProtectionDomain().getCodeSource().getLocation().toURI();
			return new FaultTable(rows(), FaultTest.in(ReflectionSupport.findAllClassesInClasspathRoot(tests,
					(type) -> type.getNestHost() != FaultCheckTests.class, (name) -> true)));
		}
		catch (Exception ex) {
			throw new IllegalStateException("The test classes can't be read", ex);
		}
	}

	private static List<FaultRow> rows() throws IOException {
		return FaultRow.parse(document());
	}

	private static String document() throws IOException {
		try (InputStream faults = FaultTableTests.class.getResourceAsStream("FAULTS.md")) {
			return new String(faults.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
