package io.mqttdriver.benchmark.fault;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.mqttdriver.benchmark.fault.client.ClientKind;

/**
 * What the command line asks for.
 *
 * @param scenarios the faults, all by default
 * @param clients the clients, all by default
 * @param seed for the pauses
 * @param rebuilds how many
 * @param output where the table goes
 */
record Options(List<Scenario> scenarios, List<ClientKind> clients, long seed, int rebuilds, Path output) {

	static final String USAGE = "--scenarios=1,2,… --clients=driver,driver-session,paho,hivemq --seed=1 --rebuilds=1000"
			+ " --output=target/real-faults.md";

	static Options parse(String... arguments) {
		Options options = new Options(List.of(Scenario.values()), List.of(ClientKind.values()), 1, 1_000,
				Path.of("target/real-faults.md"));
		for (String argument : arguments) {
			String[] parts = argument.split("=", 2);
			if (parts.length < 2) {
				throw new IllegalArgumentException("not understood: " + argument + "; possible are " + USAGE);
			}
			options = options.with(parts[0], parts[1]);
		}
		return options;
	}

	private Options with(String name, String value) {
		return switch (name) {
			case "--scenarios" ->
				new Options(list(value).map((one) -> Scenario.values()[Integer.parseInt(one) - 1]).toList(),
						this.clients, this.seed, this.rebuilds, this.output);
			case "--clients" -> new Options(this.scenarios, list(value).map(Options::client).toList(), this.seed,
					this.rebuilds, this.output);
			case "--seed" ->
				new Options(this.scenarios, this.clients, Long.parseLong(value), this.rebuilds, this.output);
			case "--rebuilds" ->
				new Options(this.scenarios, this.clients, this.seed, Integer.parseInt(value), this.output);
			case "--output" -> new Options(this.scenarios, this.clients, this.seed, this.rebuilds, Path.of(value));
			default -> throw new IllegalArgumentException("not known: " + name + "; possible are " + USAGE);
		};
	}

	private static Stream<String> list(String value) {
		return Arrays.stream(value.split(","));
	}

	private static ClientKind client(String name) {
		return ClientKind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

}
