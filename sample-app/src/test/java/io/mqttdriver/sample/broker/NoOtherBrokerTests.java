package io.mqttdriver.sample.broker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

class NoOtherBrokerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(OwnBroker.class);

	@Test
	void holdsWithoutServers() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(OwnBroker.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt.driver.uris=tcp://localhost", "mqtt.driver.uris[0]=tcp://localhost" })
	void doesNotHoldWithServers(String property) {
		this.runner.withPropertyValues(property).run((context) -> assertThat(context).doesNotHaveBean(OwnBroker.class));
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(NoOtherBroker.class)
	static class OwnBroker {

	}

}
