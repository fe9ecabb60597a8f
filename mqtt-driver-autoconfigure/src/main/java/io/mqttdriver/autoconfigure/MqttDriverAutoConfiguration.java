package io.mqttdriver.autoconfigure;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttListenerRegistry;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.autoconfigure.ListenerProperties.AckMode;
import io.mqttdriver.autoconfigure.MqttDriverProperties.Startup;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.listener.DefaultMqttListenerRegistry;
import io.mqttdriver.listener.ListenerDefaults;
import io.mqttdriver.listener.ListenerGateway;
import io.mqttdriver.listener.MqttListenerProcessor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.validation.Validator;

/**
 * Auto-configuration of the MQTT driver, its lifecycle and the {@code @MqttListener}
 * methods.
 */
@AutoConfiguration(after = { SslAutoConfiguration.class, JacksonAutoConfiguration.class },
		afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnBooleanProperty(name = "mqtt.driver.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MqttDriverProperties.class)
public final class MqttDriverAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MqttDriverConnectionDetails mqttDriverConnectionDetails(MqttDriverProperties properties,
			ObjectProvider<SslBundles> bundles) {
		return new PropertiesMqttDriverConnectionDetails(properties, bundles.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean(MqttDriver.class)
	DefaultMqttDriver mqttDriver(ApplicationContext context, MqttDriverProperties properties,
			MqttDriverConnectionDetails details) {
		return new DriverFactory(context).create(properties, details);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(MqttDriver.class)
	MqttReconnectManager mqttReconnectManager(MqttDriver driver, MqttDriverProperties properties) {
		boolean required = properties.startup() == Startup.REQUIRED;
		return (driver instanceof DefaultMqttDriver own) ? own.reconnectManager(properties.autoStartup(), required)
				: new DelegatingReconnectManager(driver, properties.autoStartup(), required);
	}

	@Bean
	@ConditionalOnMissingBean(MqttListenerRegistry.class)
	@ConditionalOnBean(MqttDriver.class)
	DefaultMqttListenerRegistry mqttListenerRegistry(MqttDriver driver) {
		ListenerGateway gateway = (driver instanceof DefaultMqttDriver own) ? own.listenerGateway()
				: new DetachedListenerGateway();
		return new DefaultMqttListenerRegistry(gateway);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(DefaultMqttListenerRegistry.class)
	static MqttListenerProcessor mqttListenerProcessor(MqttDriver driver, DefaultMqttListenerRegistry registry,
			MqttDriverProperties properties, ObjectProvider<Validator> validator) {
		ListenerProperties listener = properties.listener();
		ListenerDefaults defaults = new ListenerDefaults(listener.qos(), listener.concurrency(),
				listener.ackMode() == AckMode.MANUAL, listener.autoStartup(), false);
		return new MqttListenerProcessor(Readers.of(driver), registry, defaults, driver::publish,
				validator.getIfUnique());
	}

}
