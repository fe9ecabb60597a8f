package io.mqttdriver.fault;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The rows of the table of faults ({@code docs/reliability.md}) whose second column a
 * test asserts. How it does so is said by {@link Proof}, on the test's class or on the
 * test.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Fault {

	/** Names of rows, such as {@code L3}. */
	String[] value();

}
