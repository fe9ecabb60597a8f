package io.mqttdriver.benchmark.fault.field;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mqttdriver.benchmark.fault.ledger.Copies;

/**
 * What mosquitto wrote down itself: the record of what it took.
 *
 * @param file the log
 */
public record BrokerLog(Path file) {

	/** {@code Received PUBLISH from id (d0, q1, r0, m7, 'out/3/1234', … (4 bytes))}. */
	private static final Pattern TAKEN = Pattern
		.compile("Received PUBLISH from \\S+ \\(.*'" + Topics.OUT + "/\\d+/(\\d+)'");

	/** The numbers of the publishes that it took. */
	public Copies taken() throws IOException {
		return taken(lines());
	}

	static Copies taken(List<String> lines) {
		Copies taken = new Copies();
		lines.forEach((line) -> {
			Matcher matcher = TAKEN.matcher(line);
			if (matcher.find()) {
				taken.add(Integer.parseInt(matcher.group(1)));
			}
		});
		return taken;
	}

	/** How many lines contain this. */
	public long count(String text) throws IOException {
		return lines().stream().filter((line) -> line.contains(text)).count();
	}

	private List<String> lines() throws IOException {
		try (Stream<String> lines = Files.lines(this.file, StandardCharsets.ISO_8859_1)) {
			return lines.toList();
		}
	}

}
