package io.mqttdriver.autoconfigure;

import java.util.List;

import io.mqttdriver.MqttCredentialsProvider;
import io.mqttdriver.core.DefaultMqttDriver;
import io.mqttdriver.core.DefaultMqttDriverBuilder;
import io.mqttdriver.listener.DefaultMqttListenerRegistry;
import io.mqttdriver.observation.DriverObserver;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationContext;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Builds the driver from the properties and the beans of the context. Used once, by the
 * starting thread.
 */
final class DriverFactory {

	private final ApplicationContext context;

	DriverFactory(ApplicationContext context) {
		this.context = context;
	}

	/**
	 * Builds the driver.
	 * @throws InvalidMqttDriverSettingsException on values that can't be
	 */
	DefaultMqttDriver create(MqttDriverProperties properties, MqttDriverConnectionDetails details) {
		try {
			DefaultMqttDriverBuilder builder = new DefaultMqttDriverBuilder();
			String name = this.context.getEnvironment().getProperty("spring.application.name", "");
			new PropertyMapping(properties, name).applyTo(builder);
			new ConnectionMapping(details).applyTo(builder);
			collaborators(builder);
			this.context.getBeanProvider(MqttDriverBuilderCustomizer.class)
				.orderedStream()
				.forEach((customizer) -> customizer.customize(builder));
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidMqttDriverSettingsException(ex);
		}
	}

	private void collaborators(DefaultMqttDriverBuilder builder) {
		builder.eventPublisher(this.context);
		builder.messageConverters(converters());
		this.context.getBeanProvider(JsonMapper.class).ifUnique(builder::jsonMapper);
		this.context.getBeanProvider(MqttCredentialsProvider.class).ifUnique(builder::credentialsProvider);
		this.context.getBeanProvider(DriverObserver.class).ifUnique(builder::observer);
		builder.awaitListeners(
				this.context.getBeanNamesForType(DefaultMqttListenerRegistry.class, true, false).length > 0);
	}

	/** Frameworks publish composites of their own, which would take every message. */
	List<MessageConverter> converters() {
		return this.context.getBeanProvider(MessageConverter.class)
			.orderedStream()
			.filter((converter) -> !(converter instanceof CompositeMessageConverter))
			.toList();
	}

}
