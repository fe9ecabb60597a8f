package io.mqttdriver.autoconfigure.metrics;

import java.util.List;
import java.util.Set;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttListenerRegistry;
import io.mqttdriver.core.DriverDetails;
import io.mqttdriver.core.DriverDetails.ListenerDetails;
import org.junit.jupiter.api.Test;

import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

class ListenerMetersRegistrarTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final MqttDriver driver = mock(MqttDriver.class, withSettings().extraInterfaces(DriverDetails.class));

	private final MqttListenerRegistry listeners = mock(MqttListenerRegistry.class);

	@Test
	void lagIsToldForEachListenerAndSummedForProgrammaticOnes() {
		given(this.listeners.getListenerIds()).willReturn(Set.of("a"));
		given(((DriverDetails) this.driver).listeners())
			.willReturn(List.of(listener("a", 3), listener("programmatic", 4), listener("programmatic", 5)));
		refresh();
		assertThat(lag("a")).isEqualTo(3);
		assertThat(lag("programmatic")).isEqualTo(9);
		assertThat(this.meters.get("mqtt.driver.listener").tags("listener", "a", "outcome", "success").timer().count())
			.isZero();
	}

	@Test
	void aStoppedListenerLagsByNothing() {
		given(this.listeners.getListenerIds()).willReturn(Set.of("a"));
		refresh();
		assertThat(lag("a")).isZero();
	}

	private void refresh() {
		new ListenerMetersRegistrar(this.meters, this.driver, this.listeners, "default")
			.onApplicationEvent(new ContextRefreshedEvent(new StaticApplicationContext()));
	}

	private double lag(String id) {
		return this.meters.get("mqtt.driver.listener.lag").tags("listener", id, "driver", "default").gauge().value();
	}

	private static ListenerDetails listener(String id, int lag) {
		return new ListenerDetails(id, List.of("f"), "running", lag, 0, 0);
	}

}
