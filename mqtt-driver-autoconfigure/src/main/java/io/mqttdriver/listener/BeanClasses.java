package io.mqttdriver.listener;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Tells the class of a bean behind its proxies, without creating the bean. Stateless.
 */
final class BeanClasses {

	private static final Log logger = LogFactory.getLog(BeanClasses.class);

	private BeanClasses() {
	}

	/**
	 * The class; null if it can't be told, or for the hidden target of a scoped proxy.
	 */
	static @Nullable Class<?> find(ConfigurableListableBeanFactory factory, String beanName) {
		if (ScopedProxyUtils.isScopedTarget(beanName)) {
			return null;
		}
		try {
			Class<?> type = AutoProxyUtils.determineTargetClass(factory, beanName);
			if (type != null && ScopedObject.class.isAssignableFrom(type)) {
				return AutoProxyUtils.determineTargetClass(factory, ScopedProxyUtils.getTargetBeanName(beanName));
			}
			return (factory.getSingleton(beanName) instanceof SpringProxy proxy)
					? AopProxyUtils.ultimateTargetClass(proxy) : type;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The type of bean '" + beanName + "' can't be told: no listeners are looked for in it", ex);
			return null;
		}
	}

}
