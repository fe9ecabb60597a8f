package io.mqttdriver.benchmark.fault;

import java.nio.file.Path;
import java.util.List;

import io.mqttdriver.benchmark.fault.client.ClientKind;

/**
 * One row of the table: a fault and a client.
 *
 * @param scenario the fault
 * @param client the client
 * @param seed for pauses
 * @param rebuilds how many, where that is the fault
 * @param folder for the files of the row
 */
record Row(Scenario scenario, ClientKind client, long seed, int rebuilds, Path folder) {

	List<String> toArguments() {
		return List.of(this.scenario.name(), this.client.name(), Long.toString(this.seed),
				Integer.toString(this.rebuilds), this.folder.toString());
	}

	static Row of(String... arguments) {
		return new Row(Scenario.valueOf(arguments[0]), ClientKind.valueOf(arguments[1]), Long.parseLong(arguments[2]),
				Integer.parseInt(arguments[3]), Path.of(arguments[4]));
	}

	Path resultFile() {
		return this.folder.resolve("result.properties");
	}

	@Override
	public String toString() {
		return this.scenario.number() + " " + this.scenario.title() + ", " + this.client.title();
	}

}
