package io.mqttdriver.listener;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.PayloadMethodArgumentResolver;
import org.springframework.validation.Validator;

/**
 * Gives a method the payload that was read. An empty or blank {@code String} and an empty
 * {@code byte[]} are payloads; in place of an object, empty bytes are none. Safe for any
 * thread.
 */
final class PayloadArgumentResolver extends PayloadMethodArgumentResolver {

	PayloadArgumentResolver(MessageConverter converter, @Nullable Validator validator) {
		super(converter, validator);
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) throws Exception {
		Object payload = message.getPayload();
		if (isEmptyPayload(payload)) {
			boolean optional = parameter.getParameterType() == Optional.class;
			if (resolveTargetClass(parameter, message).isInstance(payload)) {
				return optional ? Optional.of(payload) : payload;
			}
			if (parameter.isOptional()) {
				return optional ? Optional.empty() : null;
			}
		}
		return super.resolveArgument(parameter, message);
	}

	@Override
	protected boolean isEmptyPayload(@Nullable Object payload) {
		return payload instanceof byte[] bytes && bytes.length == 0;
	}

}
