package io.mqttdriver.benchmark.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The table, in Markdown. For one thread.
 */
final class Report {

	private static final String HEAD = """
			| fault | client | offered | acknowledged | failed | received | lost | forgotten by broker | duplicates \
			| hung | unsettled | longest silence after return, s | promised, s | incoming sent | handled | not handled \
			| threads | descriptors | promise |
			|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
			""";

	private final Options options;

	private final Instant start = Instant.now();

	private final List<String> lines = new ArrayList<>();

	private final List<String> notes = new ArrayList<>();

	private boolean promiseKept = true;

	Report(Options options) {
		this.options = options;
	}

	void add(Row row, @Nullable RowResult result) {
		if (result == null) {
			this.promiseKept &= !row.client().isOurs();
			this.lines.add("| " + row.scenario().number() + " " + row.scenario().title() + " | " + row.client().title()
					+ " | no result, see " + row.folder().getFileName() + "/output.log |" + " |".repeat(16));
		}
		else {
			List<String> broken = row.client().isOurs() ? Promise.broken(row, result) : List.of();
			this.promiseKept &= broken.isEmpty();
			this.lines.add(line(row, result, broken));
			this.notes.add("- **" + row + "**: " + String.join("; ", result.notes()));
		}
		System.out.println(this.lines.get(this.lines.size() - 1));
	}

	private static String line(Row row, RowResult result, List<String> broken) {
		RowResult.Counts counts = result.counts();
		RowResult.Incoming incoming = result.incoming();
		String promise = row.client().isOurs() ? (broken.isEmpty() ? "kept" : "**" + String.join(", ", broken) + "**")
				: "–";
		List<Object> cells = List.of(row.scenario().number() + " " + row.scenario().title(), row.client().title(),
				counts.offered(), counts.acknowledged(), counts.failed(), counts.received(), counts.lost(),
				counts.forgotten(), counts.duplicates(), counts.hung(), counts.unsettled(),
				seconds(result.silence().length()), seconds(result.silence().promised()), incoming.sent(),
				incoming.handled(), incoming.sent() - incoming.handled(),
				result.before().threads() + " → " + result.after().threads(),
				result.before().descriptors() + " → " + result.after().descriptors(), promise);
		return "| " + String.join(" | ", cells.stream().map(Object::toString).toList()) + " |";
	}

	private static String seconds(@Nullable Duration duration) {
		return (duration != null) ? String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0) : "–";
	}

	boolean isPromiseKept() {
		return this.promiseKept;
	}

	void write(Path file) throws IOException {
		String text = Environment.describe(this.options, this.start.truncatedTo(ChronoUnit.MINUTES),
				Duration.between(this.start, Instant.now())) + "\n" + HEAD + String.join("\n", this.lines) + "\n\n"
				+ String.join("\n", this.notes) + "\n";
		if (file.getParent() != null) {
			Files.createDirectories(file.getParent());
		}
		Files.writeString(file, text);
		System.out.println(text);
		System.out.println(this.promiseKept ? "The driver kept its promise." : "The driver BROKE its promise.");
	}

}
