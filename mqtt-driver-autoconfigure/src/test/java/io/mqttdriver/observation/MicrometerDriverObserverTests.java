package io.mqttdriver.observation;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MicrometerDriverObserverTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final MicrometerDriverObserver observer = new MicrometerDriverObserver(this.registry, "default");

	@Test
	void metersExistAtZero() {
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.contains("mqtt.driver.publish", "mqtt.driver.rebuilds", "mqtt.driver.outage",
					"mqtt.driver.messages.unhandled", "mqtt.driver.messages.dropped");
		assertThat(this.registry.get("mqtt.driver.rebuilds").tag("outcome", "failure").counter().count()).isZero();
	}

	@Test
	void everyMeterNamesTheDriver() {
		this.observer.handled("l", "success", Duration.ZERO);
		assertThat(this.registry.getMeters()).extracting(Meter::getId)
			.allSatisfy((id) -> assertThat(id.getTag("driver")).isEqualTo("default"))
			.allSatisfy((id) -> assertThat(id.getDescription()).isNotEmpty());
	}

	@Test
	void publishesAreTimedByQosAndOutcome() {
		this.observer.published(1, "acknowledged", Duration.ofMillis(20));
		assertThat(this.registry.get("mqtt.driver.publish")
			.tags("qos", "1", "outcome", "acknowledged")
			.timer()
			.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(20);
		assertThat(this.registry.get("mqtt.driver.publish").tags("qos", "2", "outcome", "timeout").timer().count())
			.isZero();
	}

	@Test
	void handlingIsTimedByListenerAndOutcome() {
		this.observer.handled("bean.on", "retry", Duration.ofMillis(3));
		this.observer.handled("bean.on", "retry", Duration.ofMillis(4));
		assertThat(this.registry.get("mqtt.driver.listener").tags("listener", "bean.on", "outcome", "retry").timer())
			.satisfies((timer) -> {
				assertThat(timer.count()).isEqualTo(2);
				assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
			});
	}

	@Test
	void theRestIsCounted() {
		this.observer.rebuilt("success");
		this.observer.outage(Duration.ofSeconds(2));
		this.observer.unhandled();
		this.observer.dropped("qos0-overflow");
		assertThat(this.registry.get("mqtt.driver.rebuilds").tag("outcome", "success").counter().count()).isOne();
		assertThat(this.registry.get("mqtt.driver.outage").timer().totalTime(TimeUnit.SECONDS)).isEqualTo(2);
		assertThat(this.registry.get("mqtt.driver.messages.unhandled").counter().count()).isOne();
		assertThat(this.registry.get("mqtt.driver.messages.dropped").tag("reason", "qos0-overflow").counter().count())
			.isOne();
	}

}
