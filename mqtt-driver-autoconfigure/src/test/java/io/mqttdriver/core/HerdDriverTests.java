package io.mqttdriver.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.mqttdriver.connection.Clockwork;
import io.mqttdriver.connection.DriverInHerd;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.simulation.VirtualTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A driver in the simulated herd of {@code docs/scale.md} tries when a whole driver does.
 */
class HerdDriverTests {

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private static final int ATTEMPTS = 25;

	@ParameterizedTest
	@CsvSource({ "PT0S, 1", "PT0S, 2", "PT20S, 3", "PT125S, 4", "PT125S, 5" })
	void aDriverInTheHerdTriesWhenAWholeDriverDoes(Duration spread, long seed) {
		List<Duration> gaps = new ArrayList<>();
		VirtualTime time = new VirtualTime();
		DriverInHerd inHerd = new DriverInHerd(DriverInHerd.defaults(spread),
				new Clockwork(time, time, time::nanoTime, time.wallClock(), new Random(seed)));
		inHerd.attempts();
		inHerd.connected();
		time.advance(Duration.ofNanos(MINUTE));
		inHerd.stable();
		long wait = inHerd.lost(false);
		gaps.add(Duration.ofNanos(MINUTE + wait));
		for (int i = 1; i < ATTEMPTS; i++) {
			time.advance(Duration.ofNanos(wait));
			inHerd.attempts();
			wait = inHerd.failed(false);
			gaps.add(Duration.ofNanos(wait));
		}
		List<Duration> whole = gapsOfAWholeDriver(spread, seed);
		for (int i = 0; i < ATTEMPTS; i++) {
			assertThat(whole.get(i)).as("gap %d", i).isCloseTo(gaps.get(i), Duration.ofMillis(50));
		}
	}

	private static List<Duration> gapsOfAWholeDriver(Duration spread, long seed) {
		try (SimulatedDriver it = new SimulatedDriver(seed,
				(builder) -> builder.reconnectJitter(0.2).reconnectSpread(spread))) {
			it.stable();
			it.script().connects(ConnectAnswer.unreachable());
			it.engine.drop();
			it.seconds(4_000);
			return it.gaps();
		}
	}

}
