package io.mqttdriver.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttDriverBuilder;
import io.mqttdriver.MqttDriverState;
import io.mqttdriver.MqttListenerRegistry;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.autoconfigure.metrics.MqttMetricsAutoConfiguration;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.listener.DefaultMqttListenerRegistry;
import io.mqttdriver.listener.MqttListenerProcessor;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class MqttDriverAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JacksonAutoConfiguration.class,
				MqttDriverAutoConfiguration.class))
		.withPropertyValues("mqtt.driver.auto-startup=false");

	@Test
	void theBeansHaveTheirNames() {
		this.runner.run((context) -> {
			assertThat(context).hasBean("mqttDriver").hasBean("mqttReconnectManager").hasBean("mqttListenerRegistry");
			assertThat(context).hasSingleBean(MqttDriver.class)
				.hasSingleBean(MqttReconnectManager.class)
				.hasSingleBean(MqttListenerRegistry.class)
				.hasSingleBean(MqttDriverConnectionDetails.class);
			assertThat(context.getBean(MqttDriver.class).status().state()).isEqualTo(MqttDriverState.STOPPED);
		});
	}

	@Test
	void nothingGenericIsPublished() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(MessageConverter.class)
			.doesNotHaveBean(MessageHandlerMethodFactory.class));
	}

	@Test
	void itCanBeDisabled() {
		this.runner.withPropertyValues("mqtt.driver.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MqttDriver.class)
				.doesNotHaveBean(MqttReconnectManager.class)
				.doesNotHaveBean(MqttListenerRegistry.class)
				.doesNotHaveBean(MqttListenerProcessor.class));
	}

	@Test
	void itDoesWithoutJacksonsAndSslsAutoConfiguration() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MqttDriverAutoConfiguration.class))
			.withPropertyValues("mqtt.driver.auto-startup=false")
			.run((context) -> assertThat(context).hasSingleBean(MqttDriver.class));
	}

	@Test
	void itDoesWithoutActuatorClasses() {
		this.runner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer.core",
					"org.springframework.boot.health", "org.springframework.boot.micrometer"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(DefaultMqttDriver.class));
	}

	@Test
	void metersAreLeftOutWithoutMicrometer() {
		this.runner.withConfiguration(AutoConfigurations.of(MqttMetricsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("mqttDriverObserver")
				.doesNotHaveBean("mqttDriverMeters"));
	}

	@Test
	void theDriverIsClosedWithTheContext() {
		DefaultMqttDriver[] driver = new DefaultMqttDriver[1];
		this.runner.run((context) -> driver[0] = context.getBean(DefaultMqttDriver.class));
		assertThat(driver[0].connect()).isCompletedExceptionally();
	}

	@Test
	void theConfiguredClientIdIsUsed() {
		this.runner.withPropertyValues("mqtt.driver.client-id=edge-1")
			.run((context) -> assertThat(context.getBean(MqttDriver.class).status().clientId()).isEqualTo("edge-1"));
	}

	@Test
	void theApplicationsNameMakesTheClientId() {
		this.runner.withPropertyValues("spring.application.name=gateway")
			.run((context) -> assertThat(context.getBean(MqttDriver.class).status().clientId())
				.matches("gateway-[0-9a-f]{12}"));
	}

	@Test
	void customizersComeLastAndInTheirOrder() {
		this.runner.withUserConfiguration(Customizers.class)
			.withPropertyValues("mqtt.driver.client-id=property", "mqtt.driver.session-expiry=1h")
			.run((context) -> {
				assertThat(context.getBean(Customizers.class).called).containsExactly("first", "second");
				assertThat(context.getBean(MqttDriver.class).status().clientId()).isEqualTo("second");
			});
	}

	@Test
	void aCustomizerMayGiveTheClientIdOfAKeptSession() {
		this.runner.withPropertyValues("mqtt.driver.session-expiry=1h")
			.withBean(MqttDriverBuilderCustomizer.class, () -> (builder) -> builder.clientId("kept"))
			.run((context) -> assertThat(context.getBean(MqttDriver.class).status().clientId()).isEqualTo("kept"));
	}

	@Test
	void anExtraDriverBeanBacksItOffAndIsStartedAndStopped() {
		MqttDriver own = mock(MqttDriver.class);
		given(own.connect()).willReturn(CompletableFuture.completedFuture(null));
		given(own.disconnect()).willReturn(CompletableFuture.completedFuture(null));
		this.runner.withBean(MqttDriver.class, () -> own)
			.withPropertyValues("mqtt.driver.auto-startup=true")
			.withBean(Listener.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(MqttDriver.class).doesNotHaveBean(DefaultMqttDriver.class);
				then(own).should().connect();
				assertThat(context.getBean(MqttReconnectManager.class).isRunning()).isTrue();
				assertThat(context.getBean(MqttListenerRegistry.class).getListenerIds()).containsExactly("one");
			});
		then(own).should().disconnect();
	}

	@Test
	void aBareMockBreaksNothing() {
		this.runner.withBean(MqttDriver.class, () -> mock(MqttDriver.class))
			.withPropertyValues("mqtt.driver.auto-startup=true", "mqtt.driver.startup=required")
			.run((context) -> {
				MqttReconnectManager manager = context.getBean(MqttReconnectManager.class);
				assertThat(manager.isRunning()).isTrue();
				assertThat(manager.reconnect()).isCompleted();
				manager.resetCircuit();
				manager.stop();
				assertThat(manager.isRunning()).isFalse();
			});
	}

	@Test
	void anExtraManagerBacksItOff() {
		MqttReconnectManager own = mock(MqttReconnectManager.class);
		this.runner.withBean("own", MqttReconnectManager.class, () -> own)
			.run((context) -> assertThat(context.getBean(MqttReconnectManager.class)).isSameAs(own));
	}

	@Test
	void anExtraRegistryBacksItOff() {
		this.runner.withBean("own", MqttListenerRegistry.class, () -> mock(MqttListenerRegistry.class))
			.run((context) -> assertThat(context).hasSingleBean(MqttListenerRegistry.class)
				.doesNotHaveBean(DefaultMqttListenerRegistry.class)
				.doesNotHaveBean(MqttListenerProcessor.class));
	}

	@Test
	void connectionDetailsReplaceTheProperties() {
		MqttDriverConnectionDetails details = () -> List.of("ws://refused:1");
		this.runner.withBean("own", MqttDriverConnectionDetails.class, () -> details)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("ws://refused"));
	}

	@Test
	void compositeConvertersOfFrameworksAreLeftOut() {
		StringMessageConverter own = new StringMessageConverter();
		this.runner.withBean("own", MessageConverter.class, () -> own)
			.withBean("composite", MessageConverter.class, () -> new CompositeMessageConverter(List.of(own)))
			.run((context) -> assertThat(new DriverFactory(context).converters()).containsExactly(own));
	}

	@Test
	void listenersAreFoundWithLazyInitialization() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(Listener.class)
			.run((context) -> assertThat(context.getBean(MqttListenerRegistry.class).getListenerIds())
				.containsExactly("one"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		final List<String> called = new ArrayList<>();

		@Bean
		@Order(2)
		MqttDriverBuilderCustomizer second() {
			return (builder) -> call(builder, "second");
		}

		@Bean
		@Order(1)
		MqttDriverBuilderCustomizer first() {
			return (builder) -> call(builder, "first");
		}

		private void call(MqttDriverBuilder builder, String name) {
			this.called.add(name);
			builder.clientId(name);
		}

	}

	static class Listener {

		@MqttListener(topic = "a", id = "one")
		void on(String text) {
		}

	}

}
