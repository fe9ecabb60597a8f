package io.mqttdriver.benchmark.fault.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Threads, descriptors and memory of this process, without what belongs to the harness.
 *
 * @param threads live threads, without the harness' and the runtime's process watchers
 * @param descriptors open files and sockets, without the class path's
 * @param heap bytes in use after a collection
 */
public record Resources(int threads, int descriptors, long heap) {

	/** What the names of the harness' threads begin with. */
	public static final String HARNESS = "bench-";

	/** Those of now. */
	public static Resources now() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return new Resources(countThreads(), countDescriptors(), runtime.totalMemory() - runtime.freeMemory());
	}

	private static int countThreads() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> !name.startsWith(HARNESS) && !name.startsWith("process reaper"))
			.count();
	}

	private static int countDescriptors() {
		try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
			return (int) open.filter(Resources::counts).count();
		}
		catch (IOException ex) {
			return -1;
		}
	}

	private static boolean counts(Path descriptor) {
		try {
			String target = Files.readSymbolicLink(descriptor).toString();
			return !target.endsWith(".jar") && !target.endsWith("/modules") && !target.startsWith("/proc/");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Whether nothing was added: a thread or socket more or less may be on its way. */
	public boolean isFlat(Resources before) {
		return this.threads <= before.threads + 2 && this.descriptors <= before.descriptors + 2;
	}

}
