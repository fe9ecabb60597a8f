package io.mqttdriver.listener;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;

/**
 * The bean behind a listener method: a singleton is asked for once, a lazy one with the
 * first message, any other scope for each message. Safe for any thread.
 */
final class ListenerBean {

	private final ListenerSite site;

	private final ConfigurableListableBeanFactory beanFactory;

	private final MessageHandlerMethodFactory methods;

	private final boolean singleton;

	private volatile @Nullable InvocableHandlerMethod method;

	ListenerBean(ListenerSite site, ConfigurableListableBeanFactory beanFactory, MessageHandlerMethodFactory methods) {
		this.site = site;
		this.beanFactory = beanFactory;
		this.methods = methods;
		this.singleton = beanFactory.isSingleton(site.beanName());
		if (beanFactory.containsSingleton(site.beanName())) {
			this.method = create();
		}
	}

	InvocableHandlerMethod method() {
		InvocableHandlerMethod known = this.method;
		if (known != null) {
			return known;
		}
		InvocableHandlerMethod created = create();
		if (this.singleton) {
			this.method = created;
		}
		return created;
	}

	private InvocableHandlerMethod create() {
		Object bean = this.beanFactory.getBean(this.site.beanName());
		try {
			return this.methods.createInvocableHandlerMethod(bean,
					AopUtils.selectInvocableMethod(this.site.method(), bean.getClass()));
		}
		catch (IllegalStateException ex) {
			throw this.site.error("can't be called through the proxy of bean '" + this.site.beanName() + "'",
					"declare the method in a proxied interface, or use class proxies and a method that isn't private",
					ex);
		}
	}

}
