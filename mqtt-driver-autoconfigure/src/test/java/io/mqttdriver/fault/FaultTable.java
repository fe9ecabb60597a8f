package io.mqttdriver.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows with the tests that prove them. Immutable.
 *
 * @param rows the rows
 * @param tests the tests
 */
record FaultTable(List<FaultRow> rows, List<FaultTest> tests) {

	/** Rows and marks without a test. */
	List<String> missing() {
		return this.rows.stream()
			.flatMap((row) -> row.marks()
				.stream()
				.filter((mark) -> proofs(row, mark).isEmpty())
				.map((mark) -> row.name() + " " + mark + ": " + row.fault()))
			.toList();
	}

	/** Annotations that prove nothing. */
	List<String> mistakes() {
		Set<String> names = this.rows.stream().map(FaultRow::name).collect(Collectors.toSet());
		List<String> mistakes = new ArrayList<>();
		for (FaultTest test : this.tests) {
			test.rows()
				.stream()
				.filter((name) -> !names.contains(name))
				.forEach((name) -> mistakes.add(test.name() + ": there is no row " + name));
			if (test.mark().isEmpty()) {
				mistakes.add(test.name() + ": no @Proof says how");
			}
			if (!test.isRun()) {
				mistakes.add(test.name() + ": it is no test that is run");
			}
		}
		return mistakes;
	}

	/** A table for each section, in Markdown. */
	String markdown() {
		StringBuilder text = new StringBuilder();
		String section = "";
		for (FaultRow row : this.rows) {
			if (!row.section().equals(section)) {
				section = row.section();
				text.append("\n### ").append(section).append("\n\n");
				text.append("| | fault | what happens | proved by |\n|---|---|---|---|\n");
			}
			text.append(line(row)).append('\n');
		}
		return text.append('\n').toString();
	}

	private String line(FaultRow row) {
		String proofs = Stream.of(Proof.Means.values())
			.map(Proof.Means::mark)
			.filter((mark) -> row.marks().contains(mark) || !proofs(row, mark).isEmpty())
			.map((mark) -> "**" + mark + "** " + names(proofs(row, mark)))
			.collect(Collectors.joining("<br>"));
		return "| " + String.join(" | ", row.name(), row.fault(), row.outcome(), proofs) + " |";
	}

	private static String names(List<FaultTest> tests) {
		return tests.isEmpty() ? "nothing"
				: tests.stream().map((test) -> "`" + test.name() + "`").distinct().collect(Collectors.joining(", "));
	}

	private List<FaultTest> proofs(FaultRow row, String mark) {
		return this.tests.stream().filter((test) -> test.proves(row, mark)).toList();
	}

}
