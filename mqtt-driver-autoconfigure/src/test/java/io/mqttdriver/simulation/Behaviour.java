package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * What handlers do on their threads: be quick, take their time, hang, fail, use the
 * driver, wait for it.
 */
final class Behaviour {

	private static final Duration HANG = Duration.ofSeconds(60);

	private final World world;

	private final Application application;

	private final Strands strands;

	private final Dice dice;

	private boolean calm;

	private int slow;

	Behaviour(World world, Application application, Strands strands, Dice dice) {
		this.world = world;
		this.application = application;
		this.strands = strands;
		this.dice = dice;
	}

	/** From now on all are quick and none fails, but for poison. */
	void calm() {
		this.calm = true;
	}

	/** The next ones are slow. */
	void slow(int calls) {
		this.slow = calls;
	}

	/** How long something takes. */
	Duration duration() {
		return this.calm ? Duration.ofMillis(1) : this.dice.millis(1, 10_000);
	}

	void behave(String payload, boolean poisoned) throws Exception {
		if (poisoned) {
			fail();
		}
		if (this.calm) {
			return;
		}
		if (this.slow > 0) {
			this.slow--;
			sleep(this.dice.millis(300, 8_000));
			return;
		}
		int roll = this.dice.below(100);
		if (roll < 40) {
			return;
		}
		if (roll < 70) {
			sleep(duration());
		}
		else if (roll < 84) {
			fail();
		}
		else if (roll < 87) {
			hang();
		}
		else {
			useTheDriver(roll);
		}
	}

	private void fail() throws Exception {
		switch (this.dice.below(5)) {
			case 0 -> throw new AssertionError("an Error");
			case 1 -> throw new StackOverflowError("a deep one");
			case 2 -> {
				sleep(duration());
				throw new IllegalStateException("after a while");
			}
			default -> throw new IllegalArgumentException("an exception");
		}
	}

	private void useTheDriver(int roll) throws Exception {
		if (roll < 92) {
			this.application.publish();
		}
		else if (roll < 95) {
			await(this.application.publish());
		}
		else if (roll < 97) {
			this.application.cancelAny();
		}
		else if (roll < 98) {
			this.application.subscribe();
		}
		else if (roll < 99) {
			this.application.reconnect();
		}
		else {
			this.application.disconnect();
			this.application.connectIn(duration());
		}
	}

	/** Some heed an interrupt, some don't. */
	private void hang() throws InterruptedException {
		boolean stubborn = this.dice.chance(0.3);
		long end = this.world.time().nanoTime() + HANG.toNanos();
		while (this.world.time().nanoTime() < end) {
			try {
				sleep(Duration.ofNanos(end - this.world.time().nanoTime()));
			}
			catch (InterruptedException ex) {
				if (!stubborn) {
					throw ex;
				}
			}
		}
	}

	private void sleep(Duration duration) throws InterruptedException {
		this.strands.await((wake) -> this.world.after(duration, wake));
	}

	private void await(CompletableFuture<?> future) throws InterruptedException {
		this.strands.await((wake) -> future.whenComplete((result, failure) -> this.world.time().execute(wake)));
	}

}
