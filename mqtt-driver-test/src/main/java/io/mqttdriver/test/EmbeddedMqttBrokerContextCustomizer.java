package io.mqttdriver.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Starts a broker for a context and stops it when the context's beans are destroyed, also
 * when the context fails to start. Its components are its part of the context cache's
 * key. Immutable.
 */
record EmbeddedMqttBrokerContextCustomizer(boolean persistent,
		List<String> uriProperties) implements ContextCustomizer {

	private static final String BEAN = "mqttTestBroker";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
		MqttTestBroker broker = MqttTestBroker.builder().persistent(this.persistent).start();
		DefaultSingletonBeanRegistry beans = (DefaultSingletonBeanRegistry) context.getBeanFactory();
		beans.registerSingleton(BEAN, broker);
		beans.registerDisposableBean(BEAN, broker::close);
		Map<String, Object> uris = new LinkedHashMap<>();
		this.uriProperties.forEach((name) -> uris.put(name, broker.uri()));
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("embeddedMqttBroker", uris));
	}

}
