package io.mqttdriver.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.mqttdriver.simulation.Simulation.Outcome;

/**
 * Runs many schedules, one thread for each core. As a program: first seed and count, then
 * a line for each invariant that caught seeds, and the exit code 1 if there was one.
 */
public final class SimulationRun {

	private static final int PROGRESS = 10_000;

	/** So many failed seeds are said at once. */
	private static final int MOST_SAID = 20;

	private final long first;

	private final long count;

	private final AtomicLong next = new AtomicLong();

	private final Coverage coverage = new Coverage();

	private final ConcurrentLinkedQueue<Outcome> failed = new ConcurrentLinkedQueue<>();

	private final long begin = System.nanoTime();

	private SimulationRun(long first, long count) {
		this.first = first;
		this.count = count;
	}

	/** Runs so many seeds from the first on. */
	static SimulationRun of(long first, long count) {
		SimulationRun run = new SimulationRun(first, count);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
			Thread thread = new Thread(run::work, "simulation-" + i);
			thread.start();
			threads.add(thread);
		}
		threads.forEach(SimulationRun::join);
		return run;
	}

	private static void join(Thread thread) {
		try {
			thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void work() {
		for (long i = this.next.getAndIncrement(); i < this.count; i = this.next.getAndIncrement()) {
			Outcome outcome = Simulation.run(this.first + i);
			this.coverage.add(outcome.coverage());
			if (outcome.violation() != null) {
				this.failed.add(outcome);
				if (this.failed.size() <= MOST_SAID) {
					System.out.println("seed " + outcome.seed() + ": " + outcome.violation());
				}
			}
			if ((i + 1) % PROGRESS == 0) {
				System.out.println(progress(i + 1));
			}
		}
	}

	private String progress(long done) {
		return done + " schedules, " + this.failed.size() + " failed, "
				+ (System.nanoTime() - this.begin) / 1_000_000_000L + " s";
	}

	Coverage coverage() {
		return this.coverage;
	}

	/** By seed. */
	List<Outcome> failed() {
		return this.failed.stream().sorted((one, other) -> Long.compare(one.seed(), other.seed())).toList();
	}

	/** How many seeds each invariant caught. */
	Map<Invariant, Integer> caught() {
		Map<Invariant, Integer> caught = new EnumMap<>(Invariant.class);
		failed().forEach((outcome) -> caught.merge(java.util.Objects.requireNonNull(outcome.violation()).invariant(), 1,
				Integer::sum));
		return caught;
	}

	String text() {
		StringBuilder text = new StringBuilder();
		caught().forEach((invariant, seeds) -> text.append(invariant).append(' ').append(seeds).append('\n'));
		return text.append("schedules ").append(this.count).append(" failed ").append(this.failed.size()).toString();
	}

	/**
	 * The program.
	 * @param args first seed and count; or one seed, whose story is told
	 */
	public static void main(String[] args) {
		Quiet.logging();
		if (args.length == 1) {
			Outcome outcome = Simulation.tell(Long.parseLong(args[0]));
			System.out.println(outcome.story());
			System.out.println(outcome.violation());
			if (outcome.crash() != null) {
				outcome.crash().printStackTrace(System.out);
			}
			return;
		}
		SimulationRun run = of(Long.parseLong(args[0]), Long.parseLong(args[1]));
		System.out.println(run.coverage().text());
		System.out.println("legal transitions not taken: " + run.coverage().transitionsNotTaken());
		System.out.println(run.text());
		System.exit(run.failed.isEmpty() ? 0 : 1);
	}

}
