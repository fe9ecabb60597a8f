package io.mqttdriver.message;

import java.lang.reflect.Type;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What a handler's payloads are read as. Immutable.
 */
public final class PayloadType {

	private final Class<?> rawClass;

	private final Type type;

	private final boolean emptyAllowed;

	private final @Nullable MethodParameter parameter;

	private PayloadType(Class<?> rawClass, Type type, boolean emptyAllowed, @Nullable MethodParameter parameter) {
		this.rawClass = ClassUtils.resolvePrimitiveIfNecessary(rawClass);
		this.type = (type == rawClass) ? this.rawClass : type;
		this.emptyAllowed = emptyAllowed;
		this.parameter = parameter;
	}

	/**
	 * A class without type arguments.
	 * @param type the class
	 * @return for payloads that aren't empty
	 */
	public static PayloadType of(Class<?> type) {
		return new PayloadType(type, type, false, null);
	}

	/**
	 * A type, with its type arguments.
	 * @param type the type, with no variables
	 * @param emptyAllowed whether an empty payload may take the place of an object
	 * @param parameter a hint for converters, or null
	 * @return the payload type
	 */
	public static PayloadType of(Type type, boolean emptyAllowed, @Nullable MethodParameter parameter) {
		return new PayloadType(ResolvableType.forType(type).resolve(Object.class), type, emptyAllowed, parameter);
	}

	/**
	 * The class.
	 * @return never a primitive one
	 */
	public Class<?> rawClass() {
		return this.rawClass;
	}

	/**
	 * Whether payloads are read as objects: as anything but {@code String},
	 * {@code byte[]}, {@code Object}, {@code Map} and {@code JsonNode}.
	 * @return if the handler counts for "several object types on the topic"
	 */
	public boolean isObjectType() {
		return kind() == Kind.OBJECT;
	}

	/**
	 * The type with its parameters.
	 * @return as declared
	 */
	public Type type() {
		return this.type;
	}

	Kind kind() {
		if (this.rawClass == Object.class || this.rawClass == byte[].class) {
			return Kind.BYTES;
		}
		if (this.rawClass == String.class || this.rawClass == CharSequence.class) {
			return Kind.TEXT;
		}
		boolean tree = JsonNode.class.isAssignableFrom(this.rawClass) || Map.class.isAssignableFrom(this.rawClass);
		return tree ? Kind.TREE : Kind.OBJECT;
	}

	/** The full type, if the class is this one's; a more specific class as it is. */
	Type typeFor(Class<?> readAs) {
		return (readAs == this.rawClass) ? this.type : readAs;
	}

	boolean isEmptyAllowed() {
		return this.emptyAllowed;
	}

	@Nullable MethodParameter parameter() {
		return this.parameter;
	}

	@Override
	public String toString() {
		return this.type.getTypeName();
	}

	enum Kind {

		BYTES, TEXT, TREE, OBJECT

	}

}
