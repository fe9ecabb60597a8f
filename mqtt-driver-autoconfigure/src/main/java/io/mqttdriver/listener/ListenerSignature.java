package io.mqttdriver.listener;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.mqttdriver.message.PayloadType;
import org.jspecify.annotations.Nullable;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.util.ClassUtils;

/**
 * What a listener method takes. Immutable.
 *
 * @param payloadType what its payloads are read as
 * @param acknowledges whether it can get at the acknowledgement
 * @param variables the topic variables that it names
 */
record ListenerSignature(PayloadType payloadType, boolean acknowledges, Set<String> variables) {

	/**
	 * Reads a method.
	 * @param site where it stands
	 * @param declared the annotation's {@code type}, or {@code void.class}
	 */
	static ListenerSignature of(ListenerSite site, Class<?> declared) {
		ListenerParameters parameters = ListenerParameters.of(site);
		MethodParameter payload = parameters.payload();
		Type type = readAs(site, declared, payload, parameters.messages());
		Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(ResolvableType.forType(type).resolve(Object.class));
		if (payload != null) {
			requireAssignable(site, typeOf(site, payload), raw, "the payload parameter");
		}
		boolean emptyAllowed = payload == null || takesEmpty(payload);
		for (MethodParameter message : parameters.messages()) {
			Class<?> taken = ResolvableType.forType(payloadOf(site, message)).resolve(Object.class);
			requireAssignable(site, taken, raw, "the Message parameter");
			emptyAllowed = emptyAllowed && taken.isAssignableFrom(byte[].class);
		}
		MethodParameter hint = (payload != null && typeOf(site, payload).equals(type)) ? payload : null;
		return new ListenerSignature(PayloadType.of(type, emptyAllowed, hint), parameters.seesAcknowledgment(),
				variables(site, parameters.variables()));
	}

	private static Type readAs(ListenerSite site, Class<?> declared, @Nullable MethodParameter payload,
			List<MethodParameter> messages) {
		Type taken = Object.class;
		if (payload != null) {
			taken = typeOf(site, payload);
		}
		else if (!messages.isEmpty()) {
			taken = payloadOf(site, messages.get(0));
		}
		boolean same = ResolvableType.forType(taken).resolve(Object.class) == declared;
		return (declared == void.class || same) ? taken : declared;
	}

	private static void requireAssignable(ListenerSite site, Type taken, Class<?> read, String parameter) {
		Class<?> raw = ResolvableType.forType(taken).resolve(Object.class);
		if (!ClassUtils.isAssignable(raw, read)) {
			throw site.error("reads payloads as " + read.getName() + ", which " + parameter + " of type "
					+ raw.getName() + " can't take", "let the parameter and the attribute type agree");
		}
	}

	private static Type typeOf(ListenerSite site, MethodParameter parameter) {
		Type type = GenericTypeResolver.resolveType(parameter.getGenericParameterType(), site.beanClass());
		return (parameter.getParameterType() == Optional.class) ? argument(type) : type;
	}

	private static Type payloadOf(ListenerSite site, MethodParameter message) {
		return argument(GenericTypeResolver.resolveType(message.getGenericParameterType(), site.beanClass()));
	}

	/** The first type argument; for a wildcard or none what it is at least. */
	private static Type argument(Type type) {
		ResolvableType argument = ResolvableType.forType(type).getGeneric(0);
		Class<?> raw = argument.resolve(Object.class);
		return (argument.getType() instanceof ParameterizedType) ? argument.getType() : raw;
	}

	private static boolean takesEmpty(MethodParameter payload) {
		Payload annotation = payload.getParameterAnnotation(Payload.class);
		boolean optional = payload.isOptional() || (annotation != null && !annotation.required());
		return optional && !payload.getParameterType().isPrimitive();
	}

	private static Set<String> variables(ListenerSite site, List<MethodParameter> parameters) {
		Set<String> names = new LinkedHashSet<>();
		for (MethodParameter parameter : parameters) {
			DestinationVariable annotation = parameter.getParameterAnnotation(DestinationVariable.class);
			String given = (annotation != null) ? annotation.value() : "";
			String name = given.isEmpty() ? parameter.getParameterName() : given;
			if (name == null) {
				throw site.error("has a @DestinationVariable without a name",
						"give it one, or compile with -parameters");
			}
			names.add(name);
		}
		return names;
	}

}
