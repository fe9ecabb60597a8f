package io.mqttdriver.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.threads.History.Call;
import io.mqttdriver.threads.History.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connect, disconnect and publish from several threads at once have the outcomes that
 * some order of them would have, one after the other, in agreement with real time.
 */
@Proof(Means.THREADS)
class HistoryTests {

	private static final int ROUNDS = Integer.getInteger("threads.histories", 400);

	private static final int ACTORS = 4;

	private static final int CALLS = 3;

	@BeforeEach
	void logLess() {
		Threads.logLess();
	}

	@AfterEach
	void logAgain() {
		Threads.logAgain();
	}

	@Test
	@Fault("X2")
	@Timeout(120)
	void everyHistoryHasAnOrderThatExplainsIt() {
		try (Race race = new Race("histories"); RacingDriver it = new RacingDriver(race.random())) {
			boolean open = true;
			for (int round = 0; round < ROUNDS; round++) {
				it.engine.lossesPerMille = (round % 4 == 0) ? 30 : 0;
				History history = new History(open);
				race.round(actors(race.random(), it, history));
				history.awaitAll();
				MqttDriverState end = it.state();
				Call last = new Call(Kind.STATE, history.tick());
				last.ended(end == MqttDriverState.STOPPED, history.tick());
				history.add(last);
				assertThat(history.isLinearizable()).as("round %s: %s", round, history).isTrue();
				history.count(race);
				open = end != MqttDriverState.STOPPED;
			}
			assertThat(race.tally()).containsKeys("CONNECT", "CONNECT refused", "DISCONNECT", "PUBLISH",
					"PUBLISH refused", "STATE", "STATE refused");
		}
	}

	private static List<Race.Actor> actors(Random random, RacingDriver it, History history) {
		List<Race.Actor> actors = new ArrayList<>();
		for (int actor = 0; actor < ACTORS; actor++) {
			int[] kinds = random.ints(CALLS, 0, 4).toArray();
			actors.add(() -> {
				for (int kind : kinds) {
					call(it, history, kind);
				}
			});
		}
		return actors;
	}

	private static void call(RacingDriver it, History history, int kind) {
		switch (kind) {
			case 0 -> history.call(Kind.CONNECT, it.driver::connect);
			case 1 -> history.call(Kind.DISCONNECT, it.driver::disconnect);
			default -> {
				String payload = it.payload();
				history.call(Kind.PUBLISH, () -> it.publish(payload).thenApply((result) -> {
					assertThat(it.engine.took(payload)).as("acknowledged means that the server has it").isTrue();
					return result;
				}));
			}
		}
	}

	/** The check itself finds what no order explains. */
	@Test
	void aHistoryWithoutAnOrderIsFound() {
		History lost = new History(true);
		lost.add(ended(Kind.PUBLISH, true, 1, 2));
		assertThat(lost.isLinearizable()).as("refused although nobody disconnected").isFalse();
		History late = new History(true);
		late.add(ended(Kind.DISCONNECT, false, 1, 2));
		late.add(ended(Kind.PUBLISH, false, 3, 4));
		assertThat(late.isLinearizable()).as("accepted after disconnect() had ended").isFalse();
		History wish = new History(true);
		wish.add(ended(Kind.DISCONNECT, false, 1, 4));
		wish.add(ended(Kind.CONNECT, false, 5, 6));
		wish.add(ended(Kind.STATE, true, 7, 8));
		assertThat(wish.isLinearizable()).as("stopped although connect() came last").isFalse();
		History alone = new History(false);
		alone.add(ended(Kind.CONNECT, true, 1, 2));
		assertThat(alone.isLinearizable()).as("connect() refused without a disconnect() beside it").isFalse();
		History refused = new History(true);
		refused.add(ended(Kind.DISCONNECT, false, 1, 4));
		refused.add(ended(Kind.CONNECT, true, 2, 3));
		refused.add(ended(Kind.STATE, false, 5, 6));
		assertThat(refused.isLinearizable()).as("connected although connect() was refused").isFalse();
		History fine = new History(true);
		fine.add(ended(Kind.DISCONNECT, false, 1, 5));
		fine.add(ended(Kind.PUBLISH, true, 2, 3));
		fine.add(ended(Kind.CONNECT, true, 2, 6));
		fine.add(ended(Kind.STATE, true, 7, 8));
		assertThat(fine.isLinearizable()).isTrue();
	}

	private static Call ended(Kind kind, boolean refused, long from, long to) {
		Call call = new Call(kind, from);
		call.ended(refused, to);
		return call;
	}

}
