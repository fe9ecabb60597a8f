package io.mqttdriver.test;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds {@link EmbeddedMqttBroker} on test classes, their superclasses and the classes
 * around nested ones. Stateless.
 */
final class EmbeddedMqttBrokerContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		EmbeddedMqttBroker annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				EmbeddedMqttBroker.class);
		return (annotation != null)
				? new EmbeddedMqttBrokerContextCustomizer(annotation.persistent(), List.of(annotation.uriProperties()))
				: null;
	}

}
