package io.mqttdriver.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the table of faults. Immutable.
 *
 * @param section the heading above it
 * @param name such as {@code L3}
 * @param fault what goes wrong
 * @param outcome what happens then
 * @param marks the ways in which it has to be proved
 */
record FaultRow(String section, String name, String fault, String outcome, List<String> marks) {

	private static final Pattern HEADING = Pattern.compile("## (.+)");

	private static final Pattern ROW = Pattern
		.compile("\\| ([A-Z]\\d+) \\| ([^|]+) \\| ([^|]+) \\| ((?:S|W|R|T|unit)(?: (?:S|W|R|T|unit))*) \\|");

	/** The rows of a document; whatever else stands there is passed over. */
	static List<FaultRow> parse(String markdown) {
		List<FaultRow> rows = new ArrayList<>();
		String section = "";
		for (String line : markdown.lines().map(String::strip).toList()) {
			Matcher heading = HEADING.matcher(line);
			Matcher row = ROW.matcher(line);
			if (heading.matches()) {
				section = heading.group(1);
			}
			else if (row.matches()) {
				rows.add(new FaultRow(section, row.group(1), row.group(2), row.group(3),
						List.of(row.group(4).split(" "))));
			}
		}
		return List.copyOf(rows);
	}

}
