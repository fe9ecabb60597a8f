package io.mqttdriver.engine.paho;

import java.io.IOException;

/**
 * What came in breaks MQTT 5, or what was agreed.
 */
final class ProtocolException extends IOException {

	ProtocolException(String message) {
		super(message);
	}

}
