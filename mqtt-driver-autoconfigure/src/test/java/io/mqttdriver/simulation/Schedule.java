package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What happens from the beginning to the heal: faults, operators, traffic, subscriptions,
 * in an order and at times that the dice give.
 */
final class Schedule {

	private static final List<Row> ROWS = Arrays.asList(Row.values());

	private final World world;

	private final Application application;

	private final Traffic traffic;

	private final Strikes strikes;

	private final Dice dice;

	private final Runnable heal;

	private int left;

	Schedule(World world, Application application, Dice dice, Runnable heal) {
		this.world = world;
		this.application = application;
		this.dice = dice;
		this.traffic = new Traffic(world, application, dice);
		this.strikes = new Strikes(world, application, this.traffic, dice);
		this.heal = heal;
		this.left = dice.between(6, 24);
	}

	void begin() {
		for (int i = this.dice.below(3); i >= 0; i--) {
			this.application.subscribe();
		}
		if (this.dice.chance(0.3)) {
			this.application.publish();
		}
		if (this.dice.chance(0.95)) {
			this.application.connect();
		}
		next(this.dice.chance(0.8) ? Duration.ofSeconds(this.dice.any(1, 15)) : Duration.ofMillis(10));
	}

	private void next(Duration gap) {
		this.world.after(gap, () -> {
			if (this.left-- > 0) {
				next(step());
			}
			else {
				this.strikes.end();
				this.heal.run();
			}
		});
	}

	/** Does something, and says how long nothing else begins. */
	private Duration step() {
		int roll = this.dice.below(100);
		if (roll < 50) {
			return strike();
		}
		if (roll < 72) {
			this.traffic.deliver(this.dice.between(0, 4));
			this.traffic.burst(this.dice.between(0, 4));
		}
		else if (roll < 86) {
			operate();
		}
		else if (roll < 92) {
			this.application.subscribe();
		}
		else if (roll < 95) {
			this.application.pauseAny(this.dice.millis(10, 30_000));
		}
		else {
			this.application.cancelAny();
		}
		return gap();
	}

	private Duration gap() {
		return this.dice.chance(0.3) ? Duration.ofMillis(1) : this.dice.millis(1, 20_000);
	}

	private Duration strike() {
		Row row = this.dice.any(ROWS);
		if (this.dice.chance(0.75)) {
			this.traffic.prime();
			Duration soon = this.world.settings().transit().multipliedBy(2).plusMillis(this.dice.below(5));
			this.world.after(soon, () -> this.strikes.strike(row));
		}
		else {
			this.strikes.strike(row);
		}
		return this.dice.chance(0.6) ? this.dice.millis(500, 20_000) : gap();
	}

	private void operate() {
		switch (this.dice.below(5)) {
			case 0 -> this.application.connect();
			case 1, 2 -> this.application.reconnect();
			case 3 -> this.application.resetCircuit();
			default -> this.strikes.strike(Row.X1);
		}
	}

}
