package io.mqttdriver.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What happens in a simulation, line by line, with its virtual time. In most runs nobody
 * reads it, then only its hash is kept: two runs of a seed must have the same one.
 */
final class Story {

	private final VirtualTime time;

	private final long begin;

	private final boolean told;

	private final List<String> lines = new ArrayList<>();

	private long hash = 1;

	Story(VirtualTime time, boolean told) {
		this.time = time;
		this.begin = time.nanoTime();
		this.told = told;
	}

	/** Something happened; the number is hashed, the words are for readers. */
	void tell(long number, Supplier<String> words) {
		this.hash = (this.hash * 31 + number) * 31 + this.time.nanoTime();
		if (this.told) {
			this.lines.add(String.format("%12.6f s  %s", (this.time.nanoTime() - this.begin) / 1e9, words.get()));
		}
	}

	long hash() {
		return this.hash;
	}

	String text() {
		return String.join("\n", this.lines);
	}

}
