package io.mqttdriver.simulation;

import java.time.Duration;
import java.util.function.Supplier;

import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.PublishAnswer;

/**
 * Lets each row of the table of faults happen.
 */
final class Strikes {

	private static final int ALWAYS = Integer.MAX_VALUE;

	private final World world;

	private final Application application;

	private final Traffic traffic;

	private final Dice dice;

	private boolean over;

	Strikes(World world, Application application, Traffic traffic, Dice dice) {
		this.world = world;
		this.application = application;
		this.traffic = traffic;
		this.dice = dice;
	}

	/** Not after the heal. */
	void end() {
		this.over = true;
	}

	void strike(Row row) {
		if (this.over) {
			return;
		}
		this.world.tell(700 + row.ordinal(), () -> "fate: " + row);
		switch (row) {
			case C1 -> {
				this.world.weather().down(row, lasts());
				lose(0.7);
			}
			case C3 -> connects(row, lasts(), ConnectAnswer::ignore);
			case C5 -> refuse(row, 0x81, 0x82, 0x83, 0x85, 0x8C, 0x95, 0x99, 0x9A, 0x9B);
			case C6 -> refuse(row, 0x86, 0x87);
			case C7 -> refuse(row, 0x88, 0x89, 0x97, 0x9F);
			case C8 -> refuse(row, 0x8A);
			case C9 -> connects(row, lasts(), this::reference);
			case C11 -> {
				this.world.weather().move(this.dice.any(this.world.settings().hosts()));
				lose(0.9);
			}
			case C14 -> connects(row, this.dice.millis(5_000, 60_000), () -> ConnectAnswer.accept()
				.thenLostAfter(this.dice.time(Duration.ofMillis(1), this.world.settings().stableAfter())));
			default -> strikeConnected(row);
		}
	}

	private void strikeConnected(Row row) {
		switch (row) {
			case L1 -> kill();
			case L2 -> stall();
			case L4 -> disconnect();
			case L5 -> rival();
			case L8 -> {
				this.world.haunted(true);
				this.world.after(this.dice.millis(100, 20_000), () -> this.world.haunted(false));
				lose(0.9);
				this.world.after(this.dice.millis(1, 3_000), this.world::haunt);
			}
			case L9 -> {
				this.world.time().setWallClock(Duration.ofHours(this.dice.any(-24, 24, -1, 0)));
				this.world.struck(row);
				lose(0.5);
			}
			case L11 -> {
				this.world.weather().filters(lasts(), () -> this.dice.any(0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0xA2));
				newFilters();
			}
			case L13 -> {
				this.world.weather().filtersUnanswered(lasts());
				newFilters();
			}
			default -> strikeMessages(row);
		}
	}

	private void strikeMessages(Row row) {
		switch (row) {
			case P1 -> publishes(row, this.dice.any("out/", "out/", ""), ALWAYS, ignored());
			case P3 -> publishes(row, "out/", ALWAYS, code(0x80, 0x83, 0x97));
			case P4 -> publishes(row, "out/", this.dice.between(1, 3), code(0x87, 0x90, 0x99));
			case P15 -> publishes(row, "out/", 1, ignored());
			case P8 -> this.traffic.burst(Math.min(this.world.settings().capacity() + 2, 40));
			case P11 -> {
				this.world.weather().down(Row.C1, this.dice.millis(1_500, 6_000));
				lose(1);
				this.application.publish(1, Duration.ofSeconds(1));
			}
			case H1 -> this.traffic.poison();
			case H4 -> {
				this.world.weather()
					.publishes(row, this.dice.millis(5_000, 60_000), "dlt/", this.dice.between(1, 4), noDeadLetter());
				this.traffic.poison();
				this.traffic.prime();
				this.traffic.poison();
			}
			case H5 -> this.traffic.deliver(6);
			case H3 -> lose(1);
			case X1 -> {
				this.application.disconnect();
				this.application.connectIn(this.dice.millis(1, 20_000));
			}
			default -> throw new IllegalArgumentException("no way to strike with " + row);
		}
	}

	private Duration lasts() {
		return this.dice.millis(20, 30_000);
	}

	private void lose(double probability) {
		if (this.dice.chance(probability)) {
			this.world.broker().drop();
		}
	}

	private void connects(Row row, Duration lasts, Supplier<ConnectAnswer> answer) {
		this.world.weather().connects(row, lasts, answer);
		lose(0.8);
	}

	private void refuse(Row row, int... codes) {
		connects(row, lasts(), () -> ConnectAnswer.refuse(this.dice.code(codes)));
	}

	private ConnectAnswer reference() {
		return ConnectAnswer.refuse(this.dice.any(0x9C, 0x9D),
				this.dice.any("three", "four:1883", "evil", "four three", "one", null));
	}

	private void kill() {
		boolean forgets = this.dice.chance(0.5);
		this.world.struck(Row.L1);
		this.world.weather().down(Row.C1, this.dice.millis(1, 10_000));
		this.world.broker().kill(forgets);
	}

	private void stall() {
		this.world.struck(Row.L2);
		this.world.broker().stall(this.dice.chance(0.5));
		this.world.after(this.dice.millis(100, 40_000), this.world.broker()::resume);
	}

	private void disconnect() {
		this.world.struck(Row.L4);
		int code = this.dice.any(0x8B, 0x98, 0x9D, 0x9C, 0x89, 0x97, 0x8D, 0x93, 0x81, 0x87);
		this.world.broker()
			.disconnect(code, (code == 0x9C || code == 0x9D) ? this.dice.any("three", "evil", null) : null);
	}

	private void rival() {
		boolean silent = this.dice.chance(0.3);
		Rival rival = new Rival(this.world, Settings.CLIENT_ID, this.dice.millis(1, 15_000), silent,
				this.dice.between(1, 5));
		this.world.broker().rival(rival);
		this.world.struck(Row.L5);
		this.world.broker().forAll((peer) -> rival.arrive(peer));
	}

	private void newFilters() {
		if (this.dice.chance(0.5)) {
			this.application.subscribe();
		}
		lose(0.6);
	}

	private void publishes(Row row, String topicPrefix, int times, Supplier<PublishAnswer> answer) {
		this.world.weather().publishes(row, lasts(), topicPrefix, times, answer);
		for (int i = this.dice.between(0, 3); i >= 0; i--) {
			this.application.publish(1, null);
		}
	}

	private Supplier<PublishAnswer> noDeadLetter() {
		return this.dice.chance(0.5) ? code(0x87, 0x97) : this.dice.chance(0.5) ? ignored() : this::dropped;
	}

	private Supplier<PublishAnswer> ignored() {
		int taken = this.dice.any(0, 0x80);
		return () -> new PublishAnswer(PublishAnswer.Kind.IGNORE, taken, Duration.ZERO);
	}

	private Supplier<PublishAnswer> code(int... codes) {
		return () -> PublishAnswer.code(this.dice.code(codes));
	}

	private PublishAnswer dropped() {
		return PublishAnswer.drop();
	}

}
