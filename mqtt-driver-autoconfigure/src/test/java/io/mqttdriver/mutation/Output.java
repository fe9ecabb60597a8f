package io.mqttdriver.mutation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a process printed, and how it ended.
 *
 * @param text standard output and errors together
 * @param exitCode as it ended, {@link #HUNG} if it had to be killed
 */
record Output(String text, int exitCode) {

	static final int HUNG = -1;

	private static final Duration LONGEST = Duration.ofMinutes(10);

	static Output of(ProcessBuilder command) throws IOException, InterruptedException {
		Path file = Files.createTempFile("output", ".txt");
		try {
			Process process = command.redirectErrorStream(true).redirectOutput(file.toFile()).start();
			boolean ended = process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS);
			if (!ended) {
				process.destroyForcibly().waitFor();
			}
			return new Output(Files.readString(file, StandardCharsets.UTF_8), ended ? process.exitValue() : HUNG);
		}
		finally {
			Files.delete(file);
		}
	}

}
