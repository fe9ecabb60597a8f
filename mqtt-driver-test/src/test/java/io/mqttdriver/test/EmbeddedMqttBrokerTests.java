package io.mqttdriver.test;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = EmbeddedMqttBrokerTests.Application.class)
@EmbeddedMqttBroker
class EmbeddedMqttBrokerTests {

	private final MqttTestBroker fromConstructor;

	@Autowired
	private MqttTestBroker bean;

	@Value("${mqtt.driver.uris}")
	private String uris;

	EmbeddedMqttBrokerTests(MqttTestBroker broker) {
		this.fromConstructor = broker;
	}

	@Test
	void theBrokerIsAParameterAndABean(MqttTestBroker fromMethod) {
		assertThat(fromMethod).isSameAs(this.bean).isSameAs(this.fromConstructor);
	}

	@Test
	void theDriverIsPointedAtIt() throws Exception {
		assertThat(this.uris).isEqualTo(this.bean.uri());
		new PahoClient(this.uris, "c").close();
	}

	@Nested
	class Inside {

		@Test
		void aNestedClassHasTheSameBroker(@Autowired MqttTestBroker broker) {
			assertThat(broker).isSameAs(EmbeddedMqttBrokerTests.this.bean);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
