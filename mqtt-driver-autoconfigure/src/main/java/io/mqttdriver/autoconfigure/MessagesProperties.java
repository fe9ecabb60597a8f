package io.mqttdriver.autoconfigure;

import java.util.Map;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code mqtt.driver.messages.*}. Immutable.
 *
 * @param typeProperty User property that carries the type name.
 * @param types Classes by their type name, besides those of the handlers.
 */
record MessagesProperties(@DefaultValue("type") String typeProperty, @DefaultValue Map<String, Class<?>> types) {
}
