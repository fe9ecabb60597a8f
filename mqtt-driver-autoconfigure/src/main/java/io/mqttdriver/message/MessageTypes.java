package io.mqttdriver.message;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.mqttdriver.annotation.MqttMessageType;
import io.mqttdriver.topic.TopicNames;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.ClassUtils;

/**
 * Knows the type names of the wire: which name a class carries, and which classes a name
 * means. Only classes that the application gave are known; a name from the wire never
 * loads one. Classes are only ever added; safe for any thread.
 */
public final class MessageTypes {

	private final Map<String, Set<Class<?>>> known = new ConcurrentHashMap<>();

	private final Map<Class<?>, String> names = new ConcurrentHashMap<>();

	/**
	 * Creates the types of a driver.
	 * @param types further classes by name: {@code mqtt.driver.messages.types.*}
	 * @throws IllegalArgumentException on a name that can't go over the wire
	 */
	public MessageTypes(Map<String, ? extends Class<?>> types) {
		types.forEach((name, type) -> know(requireName(name, type), type));
	}

	/**
	 * Makes a handler's type known, and the permitted subclasses of a sealed one,
	 * recursively.
	 * @param type what a handler reads its payloads as
	 * @throws IllegalArgumentException on an {@link MqttMessageType} that can't go over
	 * the wire
	 */
	public void add(Class<?> type) {
		String name = nameOf(type);
		if (name != null) {
			know(name, type);
		}
		if (type.isSealed()) {
			for (Class<?> permitted : type.getPermittedSubclasses()) {
				add(permitted);
			}
		}
	}

	/**
	 * The name that a published object of a class carries.
	 * @param type the object's class
	 * @return that of {@link MqttMessageType}, else the simple class name; null for
	 * {@code Object}, {@code String}, {@code Map}, {@code JsonNode}, collections, arrays
	 * and their subclasses
	 * @throws IllegalArgumentException on an {@link MqttMessageType} that can't go over
	 * the wire
	 */
	public @Nullable String nameOf(Class<?> type) {
		String name = this.names.get(type);
		if (name == null && !isNameless(type)) {
			name = findName(type);
			if (name != null) {
				this.names.put(type, name);
			}
		}
		return name;
	}

	/**
	 * The classes to read a message with a type name as.
	 * @param name the name from the wire
	 * @param handled the type of the handler
	 * @return known classes of that name that are the handler's type or under it, but
	 * none that is above another of them; mostly one, empty if the message is not for the
	 * handler
	 */
	List<Class<?>> readable(String name, Class<?> handled) {
		Set<Class<?>> candidates = this.known.getOrDefault(name, Set.of());
		return candidates.stream()
			.filter(handled::isAssignableFrom)
			.filter((type) -> candidates.stream().noneMatch((other) -> other != type && type.isAssignableFrom(other)))
			.sorted(Comparator.<Class<?>>comparingInt((type) -> (type == handled) ? 0 : 1)
				.thenComparing(Class::getName))
			.toList();
	}

	private void know(String name, Class<?> type) {
		this.known.computeIfAbsent(name, (key) -> ConcurrentHashMap.newKeySet()).add(type);
	}

	private static boolean isNameless(Class<?> type) {
		return type == Object.class || type.isArray() || CharSequence.class.isAssignableFrom(type)
				|| Map.class.isAssignableFrom(type) || JsonNode.class.isAssignableFrom(type)
				|| Collection.class.isAssignableFrom(type);
	}

	/** An anonymous class, such as that of an enum constant, goes by what it extends. */
	private static @Nullable String findName(Class<?> type) {
		Class<?> named = ClassUtils.getUserClass(type);
		while (named.isAnonymousClass() || named.isHidden()) {
			Class<?>[] interfaces = named.getInterfaces();
			named = (interfaces.length == 1) ? interfaces[0] : named.getSuperclass();
			if (named == null || isNameless(named)) {
				return null;
			}
		}
		MqttMessageType annotation = named.getDeclaredAnnotation(MqttMessageType.class);
		return (annotation != null) ? requireName(annotation.value(), named) : named.getSimpleName();
	}

	private static String requireName(String name, Class<?> type) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("The type name of " + type.getName()
					+ " is blank: give one in @MqttMessageType or mqtt.driver.messages.types.{name}");
		}
		return TopicNames.requireUtf8("The type name of " + type.getName(), name);
	}

}
