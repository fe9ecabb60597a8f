package io.mqttdriver.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.PublishAnswer;
import io.mqttdriver.subscription.SubscriptionStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Operators, applications and servers at random: only legal transitions (an illegal one
 * is thrown from virtual time), every future settled, every client closed, everything
 * there again after the heal. A failure names its seed.
 */
class RandomLifeTests {

	private static final int SEEDS = 150;

	@Test
	void whateverHappensItComesBackAndSettlesEverything() {
		for (long seed = 0; seed < SEEDS; seed++) {
			try {
				live(seed);
			}
			catch (AssertionError | RuntimeException ex) {
				throw new AssertionError("seed " + seed + ": " + ex.getMessage(), ex);
			}
		}
	}

	private static void live(long seed) {
		Random random = new Random(seed);
		List<CompletableFuture<?>> futures = new ArrayList<>();
		List<Consumer<SimulatedDriver>> moves = moves(random, futures);
		try (SimulatedDriver it = new SimulatedDriver(seed,
				(builder) -> builder.reconnectMaxFailures(3)
					.reconnectJitter(0.2)
					.uris("tcp://one:1883", "tcp://two:1883")
					.publishDeliveryTimeout(Duration.ofHours(10)))) {
			it.script().connects((spec) -> answer(random));
			it.script().publishes((publish) -> publishAnswer(random));
			futures.add(it.driver.connect());
			for (int i = 0; i < 40; i++) {
				moves.get(random.nextInt(moves.size())).accept(it);
				it.seconds(Math.pow(10, random.nextDouble() * 5 - 3));
			}
			it.script().connects(ConnectAnswer.accept()).publishes(PublishAnswer.ok()).ignoreFilters(false);
			it.engine.resume();
			futures.add(it.driver.connect());
			it.seconds(300);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(futures).allMatch(CompletableFuture::isDone);
			assertThat(it.driver.subscriptions()).allMatch(SubscriptionStatus::granted);
			assertThat(it.driver.status().pendingPublishes()).isZero();
			assertThat(it.engine.alive()).isOne();
			assertThat(it.record().closed()).isEqualTo(it.record().opened() - 1);
		}
	}

	private static List<Consumer<SimulatedDriver>> moves(Random random, List<CompletableFuture<?>> futures) {
		return List.of((it) -> futures.add(it.driver.connect()), (it) -> futures.add(it.driver.disconnect()),
				(it) -> futures.add(it.driver.reconnect()), (it) -> it.driver.resetCircuit(),
				(it) -> futures.add(it.publish("m" + futures.size())),
				(it) -> futures.add(it.publish("m" + futures.size())),
				(it) -> futures.add(it.driver.subscribe("f/" + random.nextInt(5), String.class, (message) -> {
				})), (it) -> futures.add(it.driver.unsubscribe("f/" + random.nextInt(5))), (it) -> it.engine.drop(),
				(it) -> it.engine.disconnect(0x8B + random.nextInt(0x13), "two"), (it) -> it.engine.stall(),
				(it) -> it.engine.silence(), (it) -> it.engine.resume(),
				(it) -> it.script().ignoreFilters(random.nextBoolean()), (it) -> it.engine.acceptLate());
	}

	private static ConnectAnswer answer(Random random) {
		return switch (random.nextInt(8)) {
			case 0 -> ConnectAnswer.close();
			case 1 -> ConnectAnswer.ignore();
			case 2 -> ConnectAnswer.unreachable();
			case 3 -> ConnectAnswer.refuse(0x80 + random.nextInt(0x20), "two");
			case 4 -> ConnectAnswer.accept().thenLostAfter(Duration.ofMillis(random.nextInt(20_000)));
			default -> ConnectAnswer.accept();
		};
	}

	private static PublishAnswer publishAnswer(Random random) {
		return switch (random.nextInt(20)) {
			case 0 -> PublishAnswer.drop();
			case 1 -> PublishAnswer.ignore();
			case 2 -> PublishAnswer.code(0x97);
			case 3 -> PublishAnswer.disconnect(0x8E);
			case 4 -> PublishAnswer.ok().after(Duration.ofSeconds(random.nextInt(8)));
			default -> PublishAnswer.ok();
		};
	}

}
