package io.mqttdriver.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Makes a method of a bean listen to MQTT topics. The method may have any visibility. It
 * runs on the driver's handler threads; the message is acknowledged when the method, or
 * the future that it returns, is done and its errors are settled.
 * <p>
 * Arguments are those of Spring Messaging: the payload (with or without {@code @Payload},
 * {@code @Valid}), {@code @Header}, {@code @Headers}, {@code @DestinationVariable},
 * {@code Message<T>}, {@code MessageHeaders}; and {@code SimpleAcknowledgment} with
 * {@code ackMode = "manual"}. A return value is published to the response topic of a
 * request, else to the {@code @SendTo} topics.
 * <p>
 * In every {@code String}, <code>${…}</code> and <code>#{…}</code> are resolved. May be
 * repeated, and may stand on annotations of your own.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@MessageMapping
@Repeatable(MqttListeners.class)
public @interface MqttListener {

	/**
	 * Alias for {@link #topic()}.
	 * @return the filters
	 */
	@AliasFor("topic")
	String[] value() default {};

	/**
	 * The topic filters, such as <code>plant/{id}/state</code>: <code>{name}</code>
	 * stands for one level ({@code +}), <code>{*name}</code> at the end for the rest
	 * ({@code #}); the wildcards themselves may be used too (MQTT 5, 4.7). An expression
	 * may give an array or a collection.
	 * @return the filters; at least one
	 */
	@AliasFor("value")
	String[] topic() default {};

	/**
	 * What the payload is read as, and which messages the method takes. Default: the type
	 * of the payload parameter.
	 * @return a type that can be assigned to the payload parameter
	 */
	Class<?> type() default void.class;

	/**
	 * The name in the registry, in meters and in the endpoint. Default:
	 * {@code bean.method}.
	 * @return letters, digits, {@code .}, {@code _}, {@code -}
	 */
	String id() default "";

	/**
	 * The QoS to ask for. Default: {@code mqtt.driver.listener.qos}.
	 * @return 0, 1 or 2
	 */
	String qos() default "";

	/**
	 * The group of a shared subscription, <code>$share/{group}/…</code> (MQTT 5, 4.8.2).
	 * Default: none.
	 * @return a share name
	 */
	String group() default "";

	/**
	 * How many topics are handled at a time; messages of one topic stay in order.
	 * Default: {@code mqtt.driver.listener.concurrency}.
	 * @return 1 or more
	 */
	String concurrency() default "";

	/**
	 * When a message is acknowledged. {@code auto}: when the method, or the future it
	 * returns, is done and its errors are settled. {@code manual}: by the
	 * {@code SimpleAcknowledgment} argument, while an exception is still retried and
	 * dead-lettered. Default: {@code mqtt.driver.listener.ack-mode}.
	 * @return {@code auto} or {@code manual}
	 */
	String ackMode() default "";

	/**
	 * The bean name of an {@link io.mqttdriver.MqttListenerErrorHandler}. Default: none.
	 * @return a bean name
	 */
	String errorHandler() default "";

	/**
	 * Whether retained messages come on subscribing (MQTT 5, 3.8.3.1): {@code always};
	 * {@code new}: not on a rebuild; {@code never}.
	 * @return {@code always}, {@code new} or {@code never}
	 */
	String retain() default "always";

	/**
	 * Whether it subscribes by itself when the application starts. Default:
	 * {@code mqtt.driver.listener.auto-startup}.
	 * @return {@code true} or {@code false}
	 */
	String autoStartup() default "";

}
