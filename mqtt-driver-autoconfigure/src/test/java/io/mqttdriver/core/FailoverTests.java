package io.mqttdriver.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttPublishResult;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.ServerRecord.Connect;
import io.mqttdriver.fault.Fault;
import io.mqttdriver.fault.Proof;
import io.mqttdriver.fault.Proof.Means;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several servers, and servers that send the client to others.
 */
@Proof(Means.SIMULATED)
class FailoverTests {

	private static final String[] THREE = { "tcp://one:1883", "tcp://two:1883", "tcp://three:1883" };

	@Test
	@Fault("C1")
	void whileNoServerIsThereTheApplicationRunsAndAttemptsAreCountedAndFurtherApart() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.uris(THREE))) {
			it.script().connects(ConnectAnswer.unreachable());
			MqttReconnectManager bean = it.driver.reconnectManager(true, false);
			bean.start();
			CompletableFuture<MqttPublishResult> publish = it.publish("kept");
			it.seconds(1);
			assertThat(bean.isRunning()).isTrue();
			assertThat(it.driver.status().consecutiveFailures()).isOne();
			assertThat(it.hosts()).containsExactly("one", "two", "three");
			it.seconds(5 + 7.5);
			assertThat(it.driver.status().consecutiveFailures()).isEqualTo(3);
			assertThat(it.hosts()).hasSize(9).startsWith("one", "two", "three", "one", "two", "three");
			assertThat(it.gaps().get(2)).isBetween(Duration.ofSeconds(4), Duration.ofMillis(5_010));
			assertThat(it.gaps().get(5)).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_510));
			assertThat(it.driver.status().lastFailure()).contains("nobody listens");
			it.script().connects(ConnectAnswer.accept());
			it.until(publish::isDone);
			assertThat(publish.join().reasonCode()).isZero();
		}
	}

	/**
	 * The server behind a name changes: the engine is given the name with each attempt,
	 * never an address that was found before. That the engine looks it up each time is
	 * tested with the engine.
	 */
	@Test
	@Fault("C11")
	void theNameAndNotAnAddressIsTriedAtEachAttempt() {
		Map<String, ConnectAnswer> byName = new HashMap<>(Map.of("one", ConnectAnswer.unreachable()));
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects((spec) -> byName.get(spec.uri().getHost()));
			it.driver.connect();
			it.seconds(6);
			assertThat(it.driver.status().consecutiveFailures()).isEqualTo(2);
			byName.put("one", ConnectAnswer.accept());
			it.until(MqttDriverState.CONNECTED);
			assertThat(it.record().packets(Connect.class)).hasSize(3)
				.allMatch((connect) -> connect.spec().uri().toString().equals("tcp://one:1883"));
			assertThat(it.driver.status().serverUri()).isEqualTo("tcp://one:1883");
		}
	}

	@Test
	void anAttemptIsOnePassOverTheServers() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.uris(THREE))) {
			it.script().connects(ConnectAnswer.unreachable());
			it.driver.connect();
			it.seconds(1);
			assertThat(it.hosts()).containsExactly("one", "two", "three");
			assertThat(it.driver.status().consecutiveFailures()).isOne();
			it.seconds(5);
			assertThat(it.hosts()).containsExactly("one", "two", "three", "one", "two", "three");
		}
	}

	@Test
	void theServerLastConnectedComesFirstAndThereIsNoGoingBack() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.uris(THREE))) {
			it.script().connects(only("two"));
			it.stable();
			assertThat(it.hosts()).containsExactly("one", "two");
			it.script().connects(ConnectAnswer.accept());
			it.engine.drop();
			it.seconds(30);
			assertThat(it.hosts()).containsExactly("one", "two", "two");
			it.script().connects(only("three"));
			it.engine.drop();
			it.seconds(1);
			assertThat(it.hosts().subList(3, 6)).containsExactly("two", "one", "three");
			assertThat(it.driver.status().serverUri()).isEqualTo("tcp://three:1883");
		}
	}

	@Test
	void aFailureIsToldWithTheServerThatItHappenedAt() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.uris(THREE))) {
			it.script()
				.connects((spec) -> spec.uri().getHost().equals("one") ? ConnectAnswer.refuse(0x87)
						: ConnectAnswer.unreachable());
			it.driver.connect();
			it.seconds(1);
			assertThat(it.driver.status().lastFailure()).contains("0x87").contains("at tcp://one:1883");
		}
	}

	@Test
	@Fault("C9")
	void aServerReferenceIsFollowedWithinTheAttemptOnlyIntoAllowedServers() {
		Map<String, ConnectAnswer> answers = Map.of("one", ConnectAnswer.refuse(0x9C, "evil:1 allowed:1884"), "allowed",
				ConnectAnswer.accept());
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectAllowedServers("ALLOWED"))) {
			it.script().connects((spec) -> answers.get(spec.uri().getHost()));
			it.connected();
			assertThat(it.hosts()).containsExactly("one", "allowed");
			assertThat(it.driver.status().serverUri()).isEqualTo("tcp://allowed:1884");
		}
	}

	@Test
	@Fault("C9")
	void aReferenceToAServerThatIsNotAllowedIsAFailureOfABusyServer() {
		try (SimulatedDriver it = new SimulatedDriver()) {
			it.script().connects(ConnectAnswer.refuse(0x9D, "evil:1883"));
			it.driver.connect();
			it.seconds(16);
			assertThat(it.hosts()).containsExactly("one", "one");
			assertThat(it.gaps().get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(15));
			assertThat(it.driver.status().lastFailure()).contains("allowed-servers");
		}
	}

	@Test
	@Fault("C9")
	void atMostThreeReferencesAreFollowed() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectAllowedServers("loop"))) {
			it.script().connects(ConnectAnswer.refuse(0x9C, "loop"));
			it.driver.connect();
			it.seconds(1);
			assertThat(it.hosts()).containsExactly("one", "loop", "loop", "loop");
			assertThat(it.driver.status().consecutiveFailures()).isOne();
		}
	}

	@Test
	@Fault("C9")
	void aReferenceInADisconnectIsTheFirstOfThree() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectAllowedServers("loop"))) {
			it.stable();
			it.script().connects(ConnectAnswer.refuse(0x9D, "loop"));
			it.engine.disconnect(0x9D, "loop");
			it.seconds(1);
			assertThat(it.hosts()).containsExactly("one", "loop", "loop", "loop", "one");
		}
	}

	@Test
	@Fault("L4")
	void aDisconnectWithAReferenceLeadsThereFirst() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.reconnectAllowedServers("other"))) {
			it.stable();
			it.engine.disconnect(0x9D, "other:1885");
			it.seconds(1);
			assertThat(it.hosts()).containsExactly("one", "other");
			assertThat(it.driver.status().serverUri()).isEqualTo("tcp://other:1885");
			it.seconds(20);
			it.engine.drop();
			it.seconds(1);
			assertThat(it.hosts()).containsExactly("one", "other", "one");
		}
	}

	@Test
	@Fault("L4")
	void aDisconnectWithAReferenceThatIsNotAllowedIsOneOfABusyServer() {
		try (SimulatedDriver it = new SimulatedDriver().stable()) {
			it.engine.disconnect(0x9C, "evil:1885");
			it.seconds(14.9);
			assertThat(it.hosts()).containsExactly("one");
			it.seconds(0.2);
			assertThat(it.hosts()).containsExactly("one", "one");
		}
	}

	@Test
	@Fault("C3")
	void aServerThatSaysNothingIsLeftAtConnectTimeout() {
		try (SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.uris(THREE).connectTimeout(Duration.ofSeconds(3)))) {
			it.script()
				.connects(
						(spec) -> spec.uri().getHost().equals("one") ? ConnectAnswer.ignore() : ConnectAnswer.accept());
			it.driver.connect();
			it.seconds(2.9);
			assertThat(it.hosts()).containsExactly("one");
			it.seconds(0.2);
			assertThat(it.hosts()).containsExactly("one", "two");
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			it.engine.acceptLate();
			it.seconds(10);
			assertThat(it.engine.alive()).isOne();
		}
	}

	private static Function<ClientSpec, ConnectAnswer> only(String host) {
		return (spec) -> spec.uri().getHost().equals(host) ? ConnectAnswer.accept() : ConnectAnswer.unreachable();
	}

}
