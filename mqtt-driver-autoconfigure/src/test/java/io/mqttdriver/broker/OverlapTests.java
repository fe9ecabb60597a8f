package io.mqttdriver.broker;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.MeterRegistry;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import io.mqttdriver.test.MqttTestBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Filters that overlap: mosquitto sends a copy for each filter, with its identifier;
 * Artemis a copy for each, with the identifiers of all.
 */
@Proof(Means.REAL)
class OverlapTests {

	private static final List<String> METHODS = List.of("narrow", "one", "wide", "two");

	private static final int ROUNDS = 5;

	private final Site site = new Site();

	@AfterEach
	void close() {
		this.site.close();
	}

	@Test
	@Fault("H6")
	void aMethodGetsEachMessageOnceWhereEachCopyHasItsIdentifier() throws Exception {
		Mosquitto.require();
		try (Mosquitto mosquitto = Mosquitto.startForgetful();
				PlainPaho peer = PlainPaho.connect(mosquitto.uri(), "peer")) {
			ConfigurableApplicationContext context = this.site.run(Overlapping.class, mosquitto.uri());
			Overlapping methods = context.getBean(Overlapping.class);
			publish(peer);
			mosquitto.awaitDelivered("site");
			assertThat(mosquitto.logged("'o/1/x', ")).as("copies").isGreaterThanOrEqualTo(4);
			assertThat(methods.heard("narrow")).containsExactly("first", "last");
			assertThat(methods.heard("one")).containsExactly("first", "last");
			assertThat(methods.heard("wide")).containsExactly("first", "other", "last");
			assertThat(methods.heard("two")).containsExactly("first", "other", "last");
			assertThat(context.getBean(MeterRegistry.class).find("mqtt.driver.messages.unhandled").counters())
				.allMatch((counter) -> counter.count() == 0);
		}
	}

	private static void publish(PlainPaho peer) throws Exception {
		peer.publish("o/1/x", "first", 1);
		peer.publish("o/2/y", "other", 1);
		peer.publish("o/1/x", "last", 1);
	}

	/**
	 * The first copies can't be told apart. They show how this broker does it, and from
	 * then on the covering filter alone is subscribed to.
	 */
	@Test
	@Fault("H6")
	void aMethodGetsEachMessageOnceWhereCopiesHaveAllIdentifiersAndOneFilterCoversTheOthers() throws Exception {
		try (MqttTestBroker artemis = MqttTestBroker.create();
				PlainPaho peer = PlainPaho.connect(artemis.uri(), "peer")) {
			ConfigurableApplicationContext context = this.site.run(Overlapping.class, artemis.uri());
			Overlapping methods = context.getBean(Overlapping.class);
			publish(peer);
			Site.await(() -> methods.heard("wide").contains("last") && methods.heard("narrow").contains("last"));
			assertThat(methods.heard("narrow")).startsWith("first").doesNotContain("other");
			assertThat(methods.heard("wide")).startsWith("first").contains("other");
			int rounds = 0;
			for (int once = 0; once < ROUNDS; rounds++) {
				assertThat(rounds).as("rounds until each came once").isLessThan(10 * ROUNDS);
				round(peer, methods, rounds);
				once = methods.heardOnce("round " + (rounds - 1)) ? once + 1 : 0;
			}
			round(peer, methods, rounds);
			for (int last = rounds - ROUNDS; last < rounds; last++) {
				assertThat(methods.heardOnce("round " + last)).isTrue();
			}
		}
	}

	private static void round(PlainPaho peer, Overlapping methods, int number) throws Exception {
		String payload = "round " + number;
		peer.publish("o/1/x", payload, 1);
		Site.await(() -> METHODS.stream().allMatch((id) -> methods.heard(id).contains(payload)));
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Overlapping {

		private final Map<String, List<String>> heard = new ConcurrentHashMap<>();

		List<String> heard(String id) {
			return this.heard.computeIfAbsent(id, (key) -> new CopyOnWriteArrayList<>());
		}

		boolean heardOnce(String payload) {
			return METHODS.stream().allMatch((id) -> Collections.frequency(heard(id), payload) == 1);
		}

		@MqttListener(topic = "o/1/x", id = "narrow")
		void narrow(String payload) {
			heard("narrow").add(payload);
		}

		@MqttListener(topic = "o/+/x", id = "one")
		void one(String payload) {
			heard("one").add(payload);
		}

		@MqttListener(topic = "o/#", id = "wide")
		void wide(String payload) {
			heard("wide").add(payload);
		}

		@MqttListener(topic = { "o/+/+", "o/1/x" }, id = "two")
		void two(String payload) {
			heard("two").add(payload);
		}

	}

}
