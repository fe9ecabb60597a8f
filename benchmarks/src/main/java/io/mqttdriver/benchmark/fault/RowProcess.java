package io.mqttdriver.benchmark.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.util.FileSystemUtils;

/**
 * A row in its process.
 *
 * @param row the row
 * @param process its process
 */
record RowProcess(Row row, Process process) {

	private static final int MINUTES = 12;

	static RowProcess start(Row row) throws IOException {
		FileSystemUtils.deleteRecursively(row.folder());
		Files.createDirectories(row.folder());
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
						System.getProperty("java.class.path"), RowMain.class.getName()));
		command.addAll(row.toArguments());
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(row.folder().resolve("output.log").toFile())
			.start();
		return new RowProcess(row, process);
	}

	/** Its result; none, if it failed or did not end. */
	@Nullable RowResult await() throws IOException, InterruptedException {
		if (!this.process.waitFor(MINUTES, TimeUnit.MINUTES)) {
			this.process.descendants().forEach(ProcessHandle::destroyForcibly);
			this.process.destroyForcibly().waitFor();
		}
		return Files.exists(this.row.resultFile()) ? RowResult.load(this.row.resultFile()) : null;
	}

}
