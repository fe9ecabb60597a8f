package io.mqttdriver.listener;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.integration.acks.SimpleAcknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageHeaderAccessor;

/**
 * The parameters of a listener method, by what they take. Immutable.
 *
 * @param payload takes the payload, or none
 * @param messages take the message
 * @param variables take topic variables
 * @param seesAcknowledgment whether one can give access to the acknowledgement
 */
record ListenerParameters(@Nullable MethodParameter payload, List<MethodParameter> messages,
		List<MethodParameter> variables, boolean seesAcknowledgment) {

	private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

	static ListenerParameters of(ListenerSite site) {
		List<MethodParameter> payloads = new ArrayList<>();
		List<MethodParameter> messages = new ArrayList<>();
		List<MethodParameter> variables = new ArrayList<>();
		boolean seesAcknowledgment = false;
		for (MethodParameter parameter : new AnnotatedMethod(site.method()).getMethodParameters()) {
			parameter.initParameterNameDiscovery(NAMES);
			switch (kind(site, parameter)) {
				case PAYLOAD -> payloads.add(parameter);
				case MESSAGE -> messages.add(parameter);
				case VARIABLE -> variables.add(parameter);
				case ACKNOWLEDGMENT, HEADERS -> seesAcknowledgment = true;
			}
		}
		if (payloads.size() > 1) {
			throw site.error("has " + payloads.size() + " payload parameters",
					"leave one, and annotate the others with @Header, @Headers or @DestinationVariable");
		}
		return new ListenerParameters(payloads.isEmpty() ? null : payloads.get(0), messages, variables,
				seesAcknowledgment || !messages.isEmpty());
	}

	private static Kind kind(ListenerSite site, MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (parameter.hasParameterAnnotation(DestinationVariable.class)) {
			return Kind.VARIABLE;
		}
		if (parameter.hasParameterAnnotation(Header.class) || parameter.hasParameterAnnotation(Headers.class)
				|| type == MessageHeaders.class || MessageHeaderAccessor.class.isAssignableFrom(type)) {
			return Kind.HEADERS;
		}
		if (Message.class.isAssignableFrom(type)) {
			return Kind.MESSAGE;
		}
		if (SimpleAcknowledgment.class.isAssignableFrom(type)) {
			if (type != SimpleAcknowledgment.class) {
				throw site.error("has a parameter of type " + type.getName(), "take SimpleAcknowledgment instead");
			}
			return Kind.ACKNOWLEDGMENT;
		}
		Payload annotation = parameter.getParameterAnnotation(Payload.class);
		if (annotation != null && !annotation.expression().isEmpty()) {
			throw site.error("has @Payload with the expression \"" + annotation.expression() + "\"",
					"take the whole payload: expressions are not supported");
		}
		return Kind.PAYLOAD;
	}

	private enum Kind {

		PAYLOAD, MESSAGE, VARIABLE, HEADERS, ACKNOWLEDGMENT

	}

}
