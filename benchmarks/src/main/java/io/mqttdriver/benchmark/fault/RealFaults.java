package io.mqttdriver.benchmark.fault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.mqttdriver.benchmark.fault.client.ClientKind;
import io.mqttdriver.benchmark.fault.field.Mosquitto;
import org.jspecify.annotations.Nullable;

/**
 * Exposes the driver and its peers to real faults of a real broker, and writes a table of
 * what became of every publish. Ends with 1 if a row of the driver breaks its promise,
 * with 2 if it can't run here.
 */
public final class RealFaults {

	private final Options options;

	private final Report report;

	private RealFaults(Options options) {
		this.options = options;
		this.report = new Report(options);
	}

	public static void main(String[] arguments) throws Exception {
		if (!Mosquitto.isInstalled()) {
			System.err.println("mosquitto and mosquitto-clients must be installed for this");
			System.exit(2);
		}
		System.exit(new RealFaults(Options.parse(arguments)).run() ? 0 : 1);
	}

	/** Whether the promise is kept. */
	private boolean run() throws IOException, InterruptedException {
		for (Scenario scenario : this.options.scenarios()) {
			List<Row> rows = this.options.clients().stream().map((client) -> row(scenario, client)).toList();
			for (int from = 0; from < rows.size(); from += scenario.rowsAtATime()) {
				play(rows.subList(from, Math.min(rows.size(), from + scenario.rowsAtATime())));
			}
		}
		this.report.write(this.options.output());
		return this.report.isPromiseKept();
	}

	private Row row(Scenario scenario, ClientKind client) {
		Path folder = Path.of("target", "real-faults",
				scenario.number() + "-" + client.name().toLowerCase(Locale.ROOT));
		return new Row(scenario, client, this.options.seed() + scenario.number(), this.options.rebuilds(),
				folder.toAbsolutePath());
	}

	/** All of them at the same time. */
	private void play(List<Row> rows) throws IOException, InterruptedException {
		List<RowProcess> processes = new ArrayList<>();
		for (Row row : rows) {
			System.out.println("… " + row);
			processes.add(RowProcess.start(row));
		}
		for (RowProcess process : processes) {
			@Nullable RowResult result = process.await();
			this.report.add(process.row(), result);
		}
	}

}
