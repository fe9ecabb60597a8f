package io.mqttdriver.fault;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How the {@link Fault}s of a class, or of one test in it, are proved.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
public @interface Proof {

	/** The way. */
	Means value();

	/** A way to prove what happens. */
	enum Means {

		/** Simulated in virtual time, on the production classes. */
		SIMULATED("S"),

		/** On the wire: the real engine against a scripted broker. */
		WIRE("W"),

		/** Real: against mosquitto or Artemis. */
		REAL("R"),

		/** Many real threads. */
		THREADS("T"),

		/** The class that does it, alone. */
		UNIT("unit");

		private final String mark;

		Means(String mark) {
			this.mark = mark;
		}

		/** As the table says it. */
		public String mark() {
			return this.mark;
		}

	}

}
