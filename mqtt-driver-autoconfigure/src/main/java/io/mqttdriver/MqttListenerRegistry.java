package io.mqttdriver;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The {@code @MqttListener} methods of the application. Safe for use by any thread.
 */
public interface MqttListenerRegistry {

	/**
	 * The ids of all listeners.
	 * @return an unmodifiable snapshot
	 */
	Set<String> getListenerIds();

	/**
	 * Finds a listener.
	 * @param id as given in the annotation, or {@code bean.method}
	 * @return the listener, or null
	 */
	@Nullable MqttListenerContainer getListener(String id);

}
