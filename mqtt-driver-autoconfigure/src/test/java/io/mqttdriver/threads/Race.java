package io.mqttdriver.threads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Actors that begin at the same moment on threads of their own, round after round, with
 * the outcomes of all rounds tallied. Used by one test thread.
 */
public final class Race implements AutoCloseable {

	/** So long may a round take before it counts as a deadlock. */
	public static final long LIMIT_SECONDS = 30;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Map<String, Integer> tally = new TreeMap<>();

	private final String name;

	private final Random random;

	/**
	 * Prints its seed.
	 * @param name of the test
	 */
	public Race(String name) {
		this.name = name;
		long seed = Long.getLong("threads.seed", System.nanoTime());
		this.random = new Random(seed);
		System.out.println(name + ": -Dthreads.seed=" + seed);
	}

	/** From the seed; for any thread. */
	public Random random() {
		return this.random;
	}

	/**
	 * Lets all begin at once, and waits for all.
	 * @param actors each on a thread of its own
	 */
	public void round(Actor... actors) {
		round(Arrays.asList(actors));
	}

	/**
	 * Lets all begin at once, and waits for all.
	 * @param actors each on a thread of its own
	 */
	public void round(List<? extends Actor> actors) {
		AtomicInteger missing = new AtomicInteger(actors.size());
		List<Future<?>> running = new ArrayList<>();
		for (Actor actor : actors) {
			int delay = this.random.nextInt(200);
			running.add(this.threads.submit(() -> {
				missing.decrementAndGet();
				while (missing.get() > 0) {
					Thread.yield();
				}
				for (int i = 0; i < delay; i++) {
					Thread.onSpinWait();
				}
				actor.act();
				return null;
			}));
		}
		running.forEach(this::join);
	}

	private void join(Future<?> actor) {
		try {
			actor.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError(this.name + ": an actor hangs\n" + Threads.dump(), ex);
		}
		catch (ExecutionException ex) {
			throw new AssertionError(this.name + ": an actor failed", ex.getCause());
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Counts an outcome.
	 * @param outcome in words
	 */
	public synchronized void count(String outcome) {
		this.tally.merge(outcome, 1, Integer::sum);
	}

	/**
	 * What was counted.
	 * @return how often each outcome came, printed too
	 */
	public synchronized Map<String, Integer> tally() {
		System.out.println(this.name + ": " + this.tally);
		return new TreeMap<>(this.tally);
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

	/**
	 * What one thread does in a round.
	 */
	public interface Actor {

		/** Acts. */
		void act() throws Exception;

	}

}
