package io.mqttdriver.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttListenerRegistry;
import io.mqttdriver.autoconfigure.MqttDriverAutoConfiguration;
import io.mqttdriver.core.DriverDetails;
import io.mqttdriver.observation.DriverMeters;
import io.mqttdriver.observation.DriverObserver;
import io.mqttdriver.observation.MicrometerDriverObserver;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters {@code mqtt.driver.*}.
 */
@AutoConfiguration(after = MqttDriverAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MqttDriver.class, MeterRegistry.class })
public final class MqttMetricsAutoConfiguration {

	private static final String DRIVER = "default";

	@Bean
	@ConditionalOnMissingBean(DriverObserver.class)
	MicrometerDriverObserver mqttDriverObserver(MeterRegistry registry) {
		return new MicrometerDriverObserver(registry, DRIVER);
	}

	@Bean
	@ConditionalOnMissingBean
	DriverMeters mqttDriverMeters(MqttDriver driver) {
		return new DriverMeters(driver, DRIVER);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean({ DriverDetails.class, MqttListenerRegistry.class })
	ListenerMetersRegistrar mqttListenerMetersRegistrar(MeterRegistry meters, MqttDriver driver,
			MqttListenerRegistry listeners) {
		return new ListenerMetersRegistrar(meters, driver, listeners, DRIVER);
	}

}
