package io.mqttdriver.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a Spring test class an MQTT 5 broker of its own: it runs before the application
 * context is refreshed, and {@code mqtt.driver.uris} points at it. The broker is a bean
 * of the context and a parameter of test constructors and methods, as
 * {@link MqttTestBroker}. It lives as long as its context: test classes that share a
 * cached context share the broker, and its attributes are part of the cache's key.
 *
 * <pre class="code">
 * &#64;SpringBootTest
 * &#64;EmbeddedMqttBroker
 * class ThermometerTests {
 *
 *     &#64;Test
 *     void survivesItsBroker(MqttTestBroker broker) {
 *         broker.restart();
 *     }
 *
 * }
 * </pre>
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MqttTestBrokerParameterResolver.class)
public @interface EmbeddedMqttBroker {

	/**
	 * Whether sessions and messages outlive {@link MqttTestBroker#restart()}.
	 * @return {@code false} by default
	 */
	boolean persistent() default false;

	/**
	 * The properties that are set to the broker's URI; others for several drivers
	 * ({@code mqtt.drivers.{name}.uris}).
	 * @return {@code mqtt.driver.uris} by default
	 */
	String[] uriProperties() default "mqtt.driver.uris";

}
