package io.mqttdriver.sample.broker;

import java.util.List;

import io.mqttdriver.autoconfigure.MqttDriverConnectionDetails;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.TaskScheduler;

/**
 * Starts the embedded broker and tells the driver where it is. As the driver needs that
 * bean, the broker is there before it and stays until it is gone.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(NoOtherBroker.class)
class BrokerConfiguration {

	@Bean(initMethod = "start", destroyMethod = "close")
	EmbeddedBroker embeddedBroker() throws Exception {
		return new EmbeddedBroker();
	}

	@Bean
	MqttDriverConnectionDetails embeddedBrokerConnectionDetails(EmbeddedBroker broker) {
		return () -> List.of(broker.uri());
	}

	@Bean
	BrokerOutages brokerOutages(EmbeddedBroker broker, TaskScheduler taskScheduler) {
		return new BrokerOutages(broker, taskScheduler);
	}

}
