package io.mqttdriver.simulation;

import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;

import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.core.SimulationDoor;
import io.mqttdriver.engine.ScriptedEngine;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.observation.DriverObserver;
import io.mqttdriver.simulation.Ledger.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One schedule: a driver of the production classes in a world of virtual time, both as
 * the seed says. Runs on threads of its own, one at a time.
 */
final class Simulation {

	/** More steps than any schedule needs. */
	private static final int MOST_STEPS = 200_000;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final long seed;

	private final World world;

	private final Strands strands;

	private int steps;

	private Simulation(long seed, boolean told) {
		this.seed = seed;
		Dice dice = new Dice(new SplittableRandom(seed));
		Settings settings = Settings.of(dice.split());
		this.world = new World(settings, dice.split(), told);
		this.world.tell(seed, () -> "seed " + seed + ": " + settings);
		this.strands = new Strands(this.world.time(), this::goesOn);
		Dice driverDice = dice.split();
		DefaultMqttDriver driver = driver(settings, driverDice);
		Application application = new Application(this.world, driver, this.strands, dice.split());
		Heal heal = new Heal(this.world, application);
		Schedule schedule = new Schedule(this.world, application, dice.split(), heal::begin);
		this.world.time().execute(schedule::begin);
	}

	/** Runs it. */
	static Outcome run(long seed) {
		return new Simulation(seed, false).run();
	}

	/** Runs it with its story. */
	static Outcome tell(long seed) {
		return new Simulation(seed, true).run();
	}

	private DefaultMqttDriver driver(Settings settings, Dice dice) {
		VirtualTime time = this.world.time();
		ScriptedEngine engine = new ScriptedEngine(time, this.world.broker()::peer);
		engine.script().transit(settings.transit());
		DefaultMqttDriverBuilder builder = settings.applyTo(new DefaultMqttDriverBuilder())
			.jsonMapper(JSON)
			.engine(new TappedEngine(this.world, engine))
			.observer(new TransitionObserver(this.world.coverage()));
		if (settings.providesCredentials()) {
			builder.credentialsProvider(new CountingCredentials());
		}
		ExecutorService handlers = new HandlerTime(time, this.strands);
		return SimulationDoor.build(builder, time, handlers, time, time::nanoTime, time.wallClock(), dice.random());
	}

	private boolean goesOn() {
		this.steps++;
		return this.world.ledger().violation() == null && !this.world.isEnded() && this.steps < MOST_STEPS;
	}

	private Outcome run() {
		Throwable crash = this.strands.run();
		Violation violation = this.world.ledger().violation();
		if (violation == null && crash != null) {
			violation = Crashes.violation(crash);
		}
		if (violation == null && !this.world.isEnded()) {
			violation = new Violation(Invariant.ENDS, "after " + this.steps + " steps it has not come to its end");
		}
		return new Outcome(this.seed, violation, crash, this.world.coverage(), this.world.story().hash(),
				this.world.story().text(), this.steps);
	}

	/**
	 * What came of a schedule.
	 *
	 * @param seed it follows from
	 * @param violation the first, or none
	 * @param crash what a task threw, or nothing
	 * @param coverage what happened
	 * @param hash of the story
	 * @param story in words, if it was told
	 * @param steps tasks of virtual time
	 */
	record Outcome(long seed, @Nullable Violation violation, @Nullable Throwable crash, Coverage coverage, long hash,
			String story, int steps) {
	}

	/** Which transitions are taken is no business of the ledger's. */
	private record TransitionObserver(Coverage coverage) implements DriverObserver {

		@Override
		public void entered(MqttDriverState former, MqttDriverState state) {
			this.coverage.entered(former, state);
		}

		@Override
		public void published(int qos, String outcome, java.time.Duration elapsed) {
		}

		@Override
		public void handled(String listenerId, String outcome, java.time.Duration elapsed) {
		}

		@Override
		public void unhandled() {
		}

		@Override
		public void dropped(String reason) {
		}

		@Override
		public void rebuilt(String outcome) {
		}

		@Override
		public void outage(java.time.Duration duration) {
		}

	}

}
