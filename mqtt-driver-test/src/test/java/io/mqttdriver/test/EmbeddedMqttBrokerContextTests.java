package io.mqttdriver.test;

import java.net.ConnectException;

import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EmbeddedMqttBrokerContextTests {

	@Test
	void twoClassesShareOneContextAndOneBroker() {
		TestContext first = new TestContextManager(First.class).getTestContext();
		TestContext second = new TestContextManager(Second.class).getTestContext();
		try {
			assertThat(first.getApplicationContext()).isSameAs(second.getApplicationContext());
			assertThat(broker(first.getApplicationContext())).isSameAs(broker(second.getApplicationContext()));
		}
		finally {
			first.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		}
	}

	@Test
	void otherAttributesMakeAnotherContext() {
		TestContext plain = new TestContextManager(First.class).getTestContext();
		TestContext other = new TestContextManager(Other.class).getTestContext();
		try {
			assertThat(broker(other.getApplicationContext())).isNotSameAs(broker(plain.getApplicationContext()));
			assertThat(other.getApplicationContext().getEnvironment().getProperty("mqtt.drivers.b.uris"))
				.isEqualTo(broker(other.getApplicationContext()).uri());
			assertThat(other.getApplicationContext().getEnvironment().getProperty("mqtt.driver.uris")).isNull();
		}
		finally {
			plain.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
			other.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		}
	}

	@Test
	void theBrokerEndsWithItsContext() throws Exception {
		TestContext context = new TestContextManager(First.class).getTestContext();
		MqttTestBroker broker = broker(context.getApplicationContext());
		new WireClient(broker.port()).close();
		context.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		assertThat(broker.isRunning()).isFalse();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new WireClient(broker.port()));
	}

	@Test
	void theBrokerEndsWhenItsContextFailsToStart() {
		TestContext context = new TestContextManager(Failing.class).getTestContext();
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(context::getApplicationContext);
		assertThat(FailingApplication.seen.isRunning()).isFalse();
	}

	private static MqttTestBroker broker(ApplicationContext context) {
		return context.getBean(MqttTestBroker.class);
	}

	@EmbeddedMqttBroker
	@ContextConfiguration(classes = Application.class)
	static class First {

	}

	@EmbeddedMqttBroker
	@ContextConfiguration(classes = Application.class)
	static class Second {

	}

	@EmbeddedMqttBroker(uriProperties = "mqtt.drivers.b.uris")
	@ContextConfiguration(classes = Application.class)
	static class Other {

	}

	@EmbeddedMqttBroker
	@ContextConfiguration(classes = FailingApplication.class)
	static class Failing {

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class FailingApplication {

		static MqttTestBroker seen;

		@Bean
		Object broken(MqttTestBroker broker) {
			seen = broker;
			throw new IllegalStateException("broken");
		}

	}

}
