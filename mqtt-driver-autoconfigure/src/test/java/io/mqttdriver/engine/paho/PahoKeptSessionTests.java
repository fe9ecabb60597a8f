package io.mqttdriver.engine.paho;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.RecordingEvents;
import io.mqttdriver.engine.RecordingEvents.Answered;
import io.mqttdriver.engine.RecordingEvents.Closed;
import io.mqttdriver.engine.RecordingEvents.Connected;
import io.mqttdriver.engine.RecordingEvents.Received;
import io.mqttdriver.engine.WireSubscription;
import io.mqttdriver.test.MqttTestBroker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Against a real broker that keeps a session.
 */
class PahoKeptSessionTests {

	private final PahoEngine engine = PahoEngine.create();

	@Test
	void whatWasNotAcknowledgedComesAgainAndTheRestDoesNot() {
		try (MqttTestBroker broker = MqttTestBroker.create()) {
			RecordingEvents first = new RecordingEvents();
			EngineClient client = open(broker, first);
			client.subscribe(1, 3, List.of(new WireSubscription("t/#", 1, 0)));
			Rig.await(() -> first.has(Answered.class));
			for (int i = 0; i < 3; i++) {
				client.publish(i, Rig.message("t/" + i, 1, new byte[1]));
			}
			Rig.await(() -> first.all(Received.class).size() == 3);
			client.acknowledge(delivery(first, 1));
			client.acknowledge(delivery(first, 0));
			client.close(0, Duration.ofSeconds(2));
			Rig.await(() -> first.has(Closed.class));
			RecordingEvents second = new RecordingEvents();
			EngineClient next = open(broker, second);
			assertThat(second.all(Connected.class).get(0).sessionPresent()).isTrue();
			Rig.await(() -> second.has(Received.class));
			Rig.calmDown();
			assertThat(second.all(Received.class)).singleElement().satisfies((event) -> {
				InboundPublish publish = event.publish();
				assertThat(publish.topic()).isEqualTo("t/2");
				assertThat(publish.identifiers()).containsExactly(3);
			});
			next.close(0, Duration.ZERO);
			Rig.await(() -> second.has(Closed.class));
		}
	}

	private static long delivery(RecordingEvents events, int index) {
		return events.all(Received.class).get(index).publish().delivery();
	}

	private EngineClient open(MqttTestBroker broker, RecordingEvents events) {
		EngineClient client = this.engine
			.open(new ClientSpec(URI.create(broker.uri()), "kept", ClientSpec.Credentials.NONE, Duration.ofSeconds(15),
					Duration.ofSeconds(5), false, Duration.ofMinutes(5), 100, 1_000_000, null, null), events);
		Rig.await(() -> events.has(Connected.class));
		return client;
	}

}
