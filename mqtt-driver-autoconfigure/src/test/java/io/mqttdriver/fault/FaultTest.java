package io.mqttdriver.fault;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * A method with a {@link Fault}, in a class that is run. Immutable.
 *
 * @param type the class that is run, which may inherit the method
 * @param method the method
 */
record FaultTest(Class<?> type, Method method) {

	/** All of these classes, in the order of their names. */
	static List<FaultTest> in(Collection<Class<?>> types) {
		return types.stream()
			.filter((type) -> !Modifier.isAbstract(type.getModifiers()))
			.flatMap(
					(type) -> AnnotationSupport.findAnnotatedMethods(type, Fault.class, HierarchyTraversalMode.TOP_DOWN)
						.stream()
						.map((method) -> new FaultTest(type, method)))
			.sorted(Comparator.comparing(FaultTest::name))
			.toList();
	}

	/** Class and method, the class from the driver's root package on. */
	String name() {
		return this.type.getName().replaceFirst("^io\\.mqttdriver\\.", "") + "#" + this.method.getName();
	}

	List<String> rows() {
		return List.of(this.method.getAnnotation(Fault.class).value());
	}

	/** How it proves: what stands on the method, else on its class or around it. */
	Optional<String> mark() {
		return Stream.concat(Stream.of(this.method), around(this.type))
			.map((element) -> element.getAnnotation(Proof.class))
			.filter((proof) -> proof != null)
			.findFirst()
			.map((proof) -> proof.value().mark());
	}

	boolean proves(FaultRow row, String mark) {
		return isRun() && rows().contains(row.name()) && mark().filter(mark::equals).isPresent();
	}

	/** Whether the normal test run has it. */
	boolean isRun() {
		return AnnotationSupport.isAnnotated(this.method, Testable.class)
				&& this.type.getNestHost().getName().endsWith("Tests")
				&& !AnnotationSupport.isAnnotated(this.method, Disabled.class)
				&& around(this.type).noneMatch((type) -> type.isAnnotationPresent(Disabled.class));
	}

	/** A class, those it inherits from, and those around it. */
	private static Stream<AnnotatedElement> around(Class<?> type) {
		Stream<AnnotatedElement> enclosing = (type.getEnclosingClass() != null) ? around(type.getEnclosingClass())
				: Stream.empty();
		return Stream.concat(Stream.<Class<?>>iterate(type, (next) -> next != null, Class::getSuperclass)
			.map(AnnotatedElement.class::cast), enclosing);
	}

}
