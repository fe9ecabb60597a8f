package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a seed decides, in words of the simulation.
 */
final class Dice {

	private final SplittableRandom random;

	Dice(SplittableRandom random) {
		this.random = random;
	}

	/** Other dice, which don't disturb these. */
	Dice split() {
		return new Dice(this.random.split());
	}

	SplittableRandom random() {
		return this.random;
	}

	boolean chance(double probability) {
		return this.random.nextDouble() < probability;
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	int between(int least, int most) {
		return this.random.nextInt(least, most + 1);
	}

	@SafeVarargs
	final <T> T any(T... choices) {
		return choices[this.random.nextInt(choices.length)];
	}

	int code(int... choices) {
		return choices[this.random.nextInt(choices.length)];
	}

	<T> T any(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	/** Every order of magnitude is as likely as every other. */
	Duration time(Duration least, Duration most) {
		double low = Math.log(least.toNanos());
		double high = Math.log(most.toNanos());
		return Duration.ofNanos((long) Math.exp(low + this.random.nextDouble() * (high - low)));
	}

	Duration millis(int least, int most) {
		return time(Duration.ofMillis(least), Duration.ofMillis(most));
	}

}
