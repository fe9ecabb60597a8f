package io.mqttdriver.listener;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.message.MessageReader;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.Assert;
import org.springframework.validation.Validator;

/**
 * Finds the {@code @MqttListener} methods of all beans when the singletons are there, and
 * registers them. Beans are looked at by their type, as for {@code @EventListener}, so
 * that lazy, scoped and prototype ones are registered once without being created. Used by
 * the starting thread.
 */
public final class MqttListenerProcessor implements SmartInitializingSingleton, BeanFactoryAware {

	private final MessageReader reader;

	private final DefaultMqttListenerRegistry registry;

	private final ListenerDefaults defaults;

	private final ReplySink replies;

	private final @Nullable Validator validator;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	/**
	 * Creates a processor.
	 * @param reader reads the messages
	 * @param registry is given the listeners
	 * @param defaults where annotations say nothing
	 * @param replies publishes what methods return
	 * @param validator for {@code @Valid} payloads, or null
	 */
	public MqttListenerProcessor(MessageReader reader, DefaultMqttListenerRegistry registry, ListenerDefaults defaults,
			ReplySink replies, @Nullable Validator validator) {
		this.reader = reader;
		this.registry = registry;
		this.defaults = defaults;
		this.replies = replies;
		this.validator = validator;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		Assert.isInstanceOf(ConfigurableListableBeanFactory.class, beanFactory);
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		ConfigurableListableBeanFactory factory = this.beanFactory;
		Assert.state(factory != null, "No BeanFactory: declare MqttListenerProcessor as a bean");
		ListenerFactory listeners = new ListenerFactory(factory, this.reader, this.defaults, this.replies,
				HandlerMethods.factory(factory, this.validator));
		for (String beanName : factory.getBeanNamesForType(Object.class)) {
			Class<?> type = BeanClasses.find(factory, beanName);
			if (type != null) {
				Map<String, Integer> named = new HashMap<>();
				AnnotatedMethods.of(beanName, type)
					.forEach((method, annotations) -> register(listeners, new ListenerSite(beanName, type, method),
							annotations, named));
			}
		}
	}

	private void register(ListenerFactory listeners, ListenerSite site,
			List<MergedAnnotation<MqttListener>> annotations, Map<String, Integer> named) {
		for (MergedAnnotation<MqttListener> annotation : annotations) {
			int index = named.merge(site.method().getName(), 1, Integer::sum) - 1;
			ListenerFactory.Listener listener = listeners.create(site, annotation, index);
			try {
				this.registry.register(listener.definition(), listener.autoStartup());
			}
			catch (IllegalArgumentException ex) {
				throw site.error("has the id \"" + listener.definition().id() + "\", which another listener has",
						"give each listener its own id", ex);
			}
		}
	}

}
