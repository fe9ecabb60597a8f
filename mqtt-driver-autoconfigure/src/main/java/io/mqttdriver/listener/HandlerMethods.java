package io.mqttdriver.listener;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.convert.ConversionService;
import org.springframework.format.support.DefaultFormattingConversionService;
import org.springframework.messaging.converter.GenericMessageConverter;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.annotation.support.DestinationVariableMethodArgumentResolver;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.validation.Validator;

/**
 * Makes the factory of invocable methods: Spring Messaging's, with topic variables and
 * acknowledgements.
 */
final class HandlerMethods {

	private HandlerMethods() {
	}

	static MessageHandlerMethodFactory factory(ConfigurableBeanFactory beanFactory, @Nullable Validator validator) {
		ConversionService given = beanFactory.getConversionService();
		ConversionService conversion = (given != null) ? given : new DefaultFormattingConversionService();
		GenericMessageConverter converter = new GenericMessageConverter(conversion);
		DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();
		factory.setBeanFactory(beanFactory);
		factory.setConversionService(conversion);
		factory.setMessageConverter(converter);
		factory.setCustomArgumentResolvers(List.of(new DestinationVariableMethodArgumentResolver(conversion),
				new AcknowledgmentArgumentResolver(), new PayloadArgumentResolver(converter, validator)));
		factory.afterPropertiesSet();
		return factory;
	}

}
