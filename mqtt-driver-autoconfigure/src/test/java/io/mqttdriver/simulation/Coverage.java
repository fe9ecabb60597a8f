package io.mqttdriver.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.connection.LegalTransitions;

/**
 * In how many schedules each row struck while it mattered, and which transitions were
 * taken. One for each schedule; summed up for a run.
 */
final class Coverage {

	private final Map<Row, Integer> struck = new EnumMap<>(Row.class);

	private final Map<Row, Integer> struckAtAll = new EnumMap<>(Row.class);

	private final Set<Transition> transitions = new TreeSet<>();

	void struck(Row row, boolean whileItMatters) {
		this.struckAtAll.put(row, 1);
		if (whileItMatters) {
			this.struck.put(row, 1);
		}
	}

	void entered(MqttDriverState from, MqttDriverState to) {
		this.transitions.add(new Transition(from, to));
	}

	synchronized void add(Coverage other) {
		other.struck.forEach((row, count) -> this.struck.merge(row, count, Integer::sum));
		other.struckAtAll.forEach((row, count) -> this.struckAtAll.merge(row, count, Integer::sum));
		this.transitions.addAll(other.transitions);
	}

	/** Schedules in which it struck with a publish in flight and a handler at work. */
	int schedules(Row row) {
		return this.struck.getOrDefault(row, 0);
	}

	Set<Row> rowsBelow(int count) {
		Set<Row> rows = EnumSet.noneOf(Row.class);
		for (Row row : Row.values()) {
			if (schedules(row) < count) {
				rows.add(row);
			}
		}
		return rows;
	}

	/** The legal ones that no schedule took. */
	Set<Transition> transitionsNotTaken() {
		Set<Transition> left = new TreeSet<>();
		LegalTransitions.forEach((from, to) -> left.add(new Transition(from, to)));
		left.removeAll(this.transitions);
		return left;
	}

	String text() {
		StringBuilder text = new StringBuilder(
				"row  schedules in which it struck, with a publish in flight and a handler at work\n");
		for (Row row : Row.values()) {
			text.append(String.format("%-4s %8d %8d%n", row, this.struckAtAll.getOrDefault(row, 0), schedules(row)));
		}
		return text.toString();
	}

	/**
	 * From one state to the next.
	 */
	record Transition(MqttDriverState from, MqttDriverState to) implements Comparable<Transition> {

		@Override
		public int compareTo(Transition other) {
			int byFrom = this.from.compareTo(other.from);
			return (byFrom != 0) ? byFrom : this.to.compareTo(other.to);
		}

	}

}
