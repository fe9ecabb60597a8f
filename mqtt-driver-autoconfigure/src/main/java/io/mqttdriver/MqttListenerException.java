package io.mqttdriver;

import org.jspecify.annotations.Nullable;

/**
 * A listener failed on a message.
 */
public class MqttListenerException extends MqttDriverException {

	private final String listenerId;

	/**
	 * Creates one.
	 * @param listenerId of the listener
	 * @param message what failed
	 * @param cause what the listener, its converter or its validator threw
	 */
	public MqttListenerException(String listenerId, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.listenerId = listenerId;
	}

	/**
	 * The listener that failed.
	 * @return its id
	 */
	public String getListenerId() {
		return this.listenerId;
	}

}
