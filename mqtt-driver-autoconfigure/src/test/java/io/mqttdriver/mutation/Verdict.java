package io.mqttdriver.mutation;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the simulation says of a driver.
 *
 * @param seeds how many were run
 * @param caught how many seeds each invariant caught, first violation of a seed only
 * @param output all that was printed
 */
record Verdict(long seeds, Map<String, Long> caught, Output output) {

	/** What breaks a run without telling that a promise was broken. */
	private static final Set<String> NO_CATCH = Set.of("crash", "ends");

	private static final Pattern LINE = Pattern.compile("(?m)^([a-z][a-z-]*) (\\d+)$");

	private static final Pattern LAST = Pattern.compile("(?m)^schedules (\\d+) failed (\\d+)$");

	/**
	 * Runs the simulation in a process of its own.
	 * @param classes what goes before the class path of the tests, or nothing
	 * @param seeds how many
	 */
	static Verdict of(Optional<Path> classes, long seeds) throws IOException, InterruptedException {
		String classPath = classes.map((path) -> path + File.pathSeparator).orElse("") + ClassPath.ofTests();
		Output output = Output.of(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xshare:auto", "-XX:+UseParallelGC", "-cp", classPath, "io.mqttdriver.simulation.SimulationRun", "0",
				String.valueOf(seeds)));
		Matcher last = LAST.matcher(output.text());
		if (!last.find()) {
			throw new AssertionError(((output.exitCode() == Output.HUNG) ? "A hang" : "A run without result")
					+ " is no catch:\n" + output.text());
		}
		Map<String, Long> caught = new TreeMap<>();
		Matcher lines = LINE.matcher(output.text());
		while (lines.find()) {
			caught.put(lines.group(1), Long.valueOf(lines.group(2)));
		}
		return new Verdict(Long.parseLong(last.group(1)), caught, output);
	}

	/** Whether an invariant caught it. */
	boolean isCaught() {
		return !catches().isEmpty();
	}

	/** In words: which invariants, and in which share of the seeds. */
	String inWords() {
		if (this.caught.isEmpty()) {
			return "nothing";
		}
		List<String> words = this.caught.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
			.map((entry) -> "%s %.1f %%".formatted(entry.getKey(), 100.0 * entry.getValue() / this.seeds))
			.toList();
		return String.join(", ", words);
	}

	private Set<String> catches() {
		Set<String> catches = new TreeSet<>(this.caught.keySet());
		catches.removeAll(NO_CATCH);
		return catches;
	}

}
