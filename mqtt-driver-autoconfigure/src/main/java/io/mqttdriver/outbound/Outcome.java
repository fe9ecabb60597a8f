package io.mqttdriver.outbound;

import io.mqttdriver.MqttDriverException;
import io.mqttdriver.MqttNotConnectedException;
import io.mqttdriver.MqttOutboxFullException;
import io.mqttdriver.MqttPublishExpiredException;
import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishTimeoutException;

/**
 * Names what a publish came to, for meters. Stateless.
 */
final class Outcome {

	static final String ACKNOWLEDGED = "acknowledged";

	private Outcome() {
	}

	static String of(MqttDriverException failure) {
		if (failure instanceof MqttPublishRejectedException) {
			return "rejected";
		}
		if (failure instanceof MqttPublishTimeoutException) {
			return "timeout";
		}
		if (failure instanceof MqttPublishExpiredException) {
			return "expired";
		}
		if (failure instanceof MqttOutboxFullException) {
			return "full";
		}
		return (failure instanceof MqttNotConnectedException) ? "not-connected" : "closed";
	}

}
