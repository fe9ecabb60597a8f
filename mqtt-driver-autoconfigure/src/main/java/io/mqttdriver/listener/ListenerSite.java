package io.mqttdriver.listener;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Where an annotation stands, for error messages. Immutable.
 *
 * @param beanName the bean
 * @param beanClass its class behind proxies
 * @param method the annotated method
 */
record ListenerSite(String beanName, Class<?> beanClass, Method method) {

	InvalidMqttListenerException error(String fact, String action) {
		return error(fact, action, null);
	}

	InvalidMqttListenerException error(String fact, String action, @Nullable Throwable cause) {
		return new InvalidMqttListenerException("@MqttListener on " + this + " " + fact, action, cause);
	}

	@Override
	public String toString() {
		String parameters = Arrays.stream(this.method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		return this.beanClass.getName() + "." + this.method.getName() + "(" + parameters + ")";
	}

}
