package io.mqttdriver.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.mqttdriver.MqttDriverBuilder.ValidationMode;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.engine.ConnectAnswer;
import io.mqttdriver.engine.EngineFixture.Message;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.ServerRecord.Acknowledge;
import io.mqttdriver.engine.ServerRecord.Connect;
import io.mqttdriver.engine.ServerRecord.Subscribe;
import io.mqttdriver.engine.ServerRecord.Unsubscribe;
import io.mqttdriver.engine.WireSubscription;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * L14: a kept session delivers right after the CONNACK, before SUBSCRIBE and perhaps
 * before the application's listeners are there.
 */
class KeptSessionTests {

	@Test
	void messagesBeforeTheListenersHaveStartedWaitUnacknowledgedAndInOrder() {
		try (SimulatedDriver it = kept(true)) {
			List<String> handled = new ArrayList<>();
			it.driver.connect();
			it.until(MqttDriverState.VALIDATING);
			deliver(it, "first", 7);
			it.until(MqttDriverState.CONNECTED);
			deliver(it, "second", 7);
			it.seconds(1);
			assertThat(it.record().packets(Acknowledge.class)).isEmpty();
			it.driver.subscribe("in/{id}", String.class, (message) -> handled.add(message.getPayload()));
			it.seconds(1);
			deliver(it, "third", 7);
			it.seconds(1);
			assertThat(handled).isEmpty();
			it.driver.listenerGateway().started();
			deliver(it, "fourth", 7);
			it.seconds(1);
			assertThat(handled).containsExactly("first", "second", "third", "fourth");
			assertThat(it.record().packets(Acknowledge.class)).extracting(Acknowledge::delivery)
				.containsExactly(1L, 2L, 3L, 4L);
		}
	}

	@Test
	void messagesThatWaitedOnADeadClientAreLeftToItsServer() {
		try (SimulatedDriver it = kept(true)) {
			List<String> handled = new ArrayList<>();
			it.driver.subscribe("in/{id}", String.class, (message) -> handled.add(message.getPayload()));
			it.stable();
			deliver(it, "lost with its client", 7);
			it.seconds(1);
			it.engine.drop();
			it.seconds(1);
			deliver(it, "again", 7);
			it.seconds(1);
			it.driver.listenerGateway().started();
			it.seconds(1);
			assertThat(handled).containsExactly("again");
			assertThat(it.record().packets(Acknowledge.class)).hasSize(1);
		}
	}

	@Test
	void messagesRightAfterTheConnackOfARebuildAreRoutedByTopic() {
		try (SimulatedDriver it = kept(false)) {
			List<String> handled = new ArrayList<>();
			it.driver.subscribe("in/{id}", String.class, (message) -> handled.add(message.getPayload()));
			it.stable();
			it.engine.drop();
			it.until(MqttDriverState.VALIDATING);
			deliver(it, "early", 1);
			it.until(MqttDriverState.CONNECTED);
			it.seconds(1);
			assertThat(handled).containsExactly("early");
			assertThat(it.record().packets(Acknowledge.class)).hasSize(1);
		}
	}

	@Test
	void theSessionIsAskedForAndTheIdStays() {
		try (SimulatedDriver it = kept(false).stable()) {
			it.engine.drop();
			it.seconds(1);
			assertThat(it.record().packets(Connect.class)).hasSize(2).allSatisfy((connect) -> {
				assertThat(connect.spec().cleanStart()).isFalse();
				assertThat(connect.spec().sessionExpiry()).isEqualTo(Duration.ofHours(1));
				assertThat(connect.spec().clientId()).isEqualTo("gateway");
			});
		}
	}

	@Test
	void whatIsCancelledDuringAnOutageIsUnsubscribedFromTheKeptSession() {
		try (SimulatedDriver it = kept(false)) {
			it.driver.subscribe("in/+", String.class, (message) -> {
			});
			it.driver.subscribe("in/1", String.class, (message) -> {
			});
			it.stable();
			it.script().connects(ConnectAnswer.unreachable());
			it.engine.drop();
			it.seconds(1);
			it.driver.unsubscribe("in/+");
			it.script().connects(ConnectAnswer.accept(ServerLimits.NONE, true));
			it.record().clear();
			it.seconds(60);
			assertThat(it.record().packets(Unsubscribe.class)).extracting(Unsubscribe::filters)
				.containsExactly(List.of("in/+"));
			it.record().clear();
			it.engine.drop();
			it.seconds(60);
			assertThat(it.record().packets(Connect.class)).hasSize(1);
			assertThat(it.record().packets(Unsubscribe.class)).isEmpty();
		}
	}

	@Test
	void anIdentifierOfBeforeTheOutageDoesNotLeadToFiltersThatAreNewSince() {
		try (SimulatedDriver it = kept(false)) {
			List<String> handled = new ArrayList<>();
			it.driver.subscribe("in/+", String.class, (message) -> {
			});
			it.stable();
			int identifier = it.record().packets(Subscribe.class).get(0).identifier();
			it.script().connects(ConnectAnswer.unreachable());
			it.engine.drop();
			it.seconds(1);
			it.driver.unsubscribe("in/+");
			it.driver.subscribe("in/#", String.class, (message) -> handled.add("in/#"));
			it.driver.subscribe("in/+", String.class, (message) -> handled.add("in/+"));
			it.script().connects(ConnectAnswer.accept(ServerLimits.NONE, true));
			it.until(MqttDriverState.VALIDATING);
			deliver(it, "of the kept session", identifier);
			it.seconds(1);
			assertThat(handled).containsExactlyInAnyOrder("in/#", "in/+");
		}
	}

	@Test
	void norDoesOneOfBeforeFiltersHaveChangedOnTheConnection() {
		try (SimulatedDriver it = kept(false)) {
			List<String> handled = new ArrayList<>();
			it.driver.subscribe("in/+", String.class, (message) -> {
			});
			it.stable();
			int identifier = it.record().packets(Subscribe.class).get(0).identifier();
			it.driver.unsubscribe("in/+");
			it.seconds(1);
			it.driver.subscribe("in/#", String.class, (message) -> handled.add("in/#"));
			it.driver.subscribe("in/+", String.class, (message) -> handled.add("in/+"));
			it.seconds(1);
			it.engine.drop();
			it.until(MqttDriverState.VALIDATING);
			deliver(it, "of the kept session", identifier);
			it.seconds(1);
			assertThat(handled).containsExactlyInAnyOrder("in/#", "in/+");
		}
	}

	@Test
	void whatAForgottenSessionHadNeedsNoUnsubscribe() {
		try (SimulatedDriver it = kept(false)) {
			it.driver.subscribe("in/+", String.class, (message) -> {
			});
			it.stable();
			it.script().connects(ConnectAnswer.accept(ServerLimits.NONE, false));
			it.engine.drop();
			it.driver.unsubscribe("in/+");
			it.seconds(60);
			assertThat(it.record().packets(Connect.class)).hasSize(2);
			assertThat(it.record().packets(Unsubscribe.class)).isEmpty();
		}
	}

	@Test
	void theTestPublishComesBackBesideMessagesThatFillTheWindow() {
		try (SimulatedDriver it = new SimulatedDriver((builder) -> builder.sessionExpiry(Duration.ofHours(1))
			.reconnectValidationMode(ValidationMode.ROUND_TRIP))) {
			it.script().connects(ConnectAnswer.accept(ServerLimits.NONE, true));
			it.driver.connect();
			it.until(MqttDriverState.VALIDATING);
			it.seconds(1);
			assertThat(it.record().packets(Subscribe.class)).singleElement()
				.satisfies((subscribe) -> assertThat(subscribe.filters()).extracting(WireSubscription::qos)
					.containsExactly(0));
		}
	}

	@Test
	void everyCopyOfTheTestPublishIsAcknowledged() {
		try (SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.reconnectValidationMode(ValidationMode.ROUND_TRIP))) {
			it.driver.connect();
			it.until(MqttDriverState.VALIDATING);
			Message copy = new Message(SimulatedDriver.VALIDATION_TOPIC, "gateway", 1, false, List.of(),
					PublishProperties.NONE);
			it.engine.deliver(copy);
			it.engine.deliver(copy);
			it.seconds(1);
			assertThat(it.state()).isEqualTo(MqttDriverState.CONNECTED);
			assertThat(it.record().packets(Acknowledge.class)).hasSize(2);
		}
	}

	private static SimulatedDriver kept(boolean awaitListeners) {
		SimulatedDriver it = new SimulatedDriver(
				(builder) -> builder.awaitListeners(awaitListeners).sessionExpiry(Duration.ofHours(1)));
		it.script().connects(ConnectAnswer.accept(ServerLimits.NONE, true));
		return it;
	}

	private static void deliver(SimulatedDriver it, String payload, int identifier) {
		it.engine.deliver(new Message("in/1", payload, 1, false, List.of(identifier), PublishProperties.NONE));
	}

}
