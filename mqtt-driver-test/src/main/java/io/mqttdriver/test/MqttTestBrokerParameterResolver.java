package io.mqttdriver.test;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.beans.factory.annotation.ParameterResolutionDelegate;
import org.springframework.test.context.junit.jupiter.SpringExtension;
import org.springframework.test.context.support.TestConstructorUtils;

/**
 * Gives tests the broker of their application context, where Spring does not do so
 * itself. Stateless.
 */
final class MqttTestBrokerParameterResolver implements ParameterResolver {

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
		return parameter.getParameter().getType() == MqttTestBroker.class && !isResolvedBySpring(parameter, extension);
	}

	private static boolean isResolvedBySpring(ParameterContext parameter, ExtensionContext extension) {
		return ParameterResolutionDelegate.isAutowirable(parameter.getParameter(), parameter.getIndex())
				|| TestConstructorUtils.isAutowirableConstructor(parameter.getDeclaringExecutable(),
						(name) -> extension.getConfigurationParameter(name).orElse(null));
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
		return SpringExtension.getApplicationContext(extension).getBean(MqttTestBroker.class);
	}

}
