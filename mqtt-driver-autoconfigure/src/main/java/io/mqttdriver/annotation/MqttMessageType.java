package io.mqttdriver.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a message class its name on the wire, carried by the user property {@code type}
 * ({@code mqtt.driver.messages.type-property}). Without it, the name is the simple class
 * name. Not inherited by subclasses.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface MqttMessageType {

	/**
	 * The name on the wire.
	 * @return such as {@code order.created}; not empty
	 */
	String value();

}
