package io.mqttdriver.benchmark.fault.field;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.mqttdriver.benchmark.fault.ledger.Copies;

/**
 * {@code mosquitto_sub} with a session of its own, always directly at the broker: who
 * says what arrived. It reconnects by itself, within a second. For one thread.
 */
public final class IndependentSubscriber implements AutoCloseable {

	private static final String ID = "independent-subscriber";

	private final Process process;

	private final Path output;

	private IndependentSubscriber(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/** Starts it; returns when it is subscribed. */
	public static IndependentSubscriber start(Mosquitto broker, Path folder) throws IOException, InterruptedException {
		Path output = folder.resolve("received.txt");
		Process process = new ProcessBuilder(Mosquitto.binary("mosquitto_sub"), "-V", "5", "-h", "127.0.0.1", "-p",
				Integer.toString(broker.port()), "-i", ID, "-c", "-x", "86400", "-q", "1", "-t", Topics.allOut(), "-F",
				"%t")
			.redirectInput(new File("/dev/null"))
			.redirectOutput(output.toFile())
			.redirectError(folder.resolve("mosquitto_sub.log").toFile())
			.start();
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (broker.log().count("Sending SUBACK to " + ID) == 0) {
			if (System.nanoTime() > deadline || !process.isAlive()) {
				throw new IOException("mosquitto_sub does not subscribe");
			}
			Thread.sleep(20);
		}
		return new IndependentSubscriber(process, output);
	}

	/** What it received so far. */
	public Copies received() throws IOException {
		List<String> lines = Files.readAllLines(this.output);
		return Copies.of(lines.stream().filter((line) -> !line.isBlank()).map(Topics::number).toList());
	}

	/** What it received when it has all of these, or when that has lasted too long. */
	public Copies received(BitSet expected) throws IOException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (true) {
			Copies received = received();
			BitSet missing = (BitSet) expected.clone();
			missing.andNot(received.numbers());
			if (missing.isEmpty() || System.nanoTime() > deadline) {
				return received;
			}
			Thread.sleep(100);
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

}
