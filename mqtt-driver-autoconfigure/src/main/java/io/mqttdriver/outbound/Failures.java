package io.mqttdriver.outbound;

import java.time.Duration;

import io.mqttdriver.MqttNotConnectedException;
import io.mqttdriver.MqttPublishExpiredException;
import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.MqttPublishTimeoutException;

/**
 * What accepted publishes fail with: the fact, the property, the way out. Stateless.
 */
final class Failures {

	private Failures() {
	}

	static MqttPublishExpiredException expired(Delivery delivery) {
		return new MqttPublishExpiredException("The message expiry " + delivery.publish().properties().messageExpiry()
				+ " of the " + delivery.describe() + " passed while it waited to be sent, after " + delivery.attempts()
				+ " attempts: give it a longer one, or none");
	}

	static MqttPublishRejectedException rejected(Delivery delivery, int reasonCode, String reason) {
		return new MqttPublishRejectedException("The " + delivery.describe() + " was refused with "
				+ PublishPolicy.inWords(reasonCode) + (reason.isEmpty() ? "" : ", '" + reason + "'")
				+ ": the message or the server's rules must change before it is published again", reasonCode);
	}

	static MqttPublishRejectedException endsConnections(Delivery delivery, int reasonCode) {
		return new MqttPublishRejectedException("The " + delivery.describe()
				+ " was refused: the server ended the connection with " + PublishPolicy.inWords(reasonCode)
				+ " while this publish alone was in flight, and had done so with it in flight before, in "
				+ delivery.attempts() + " attempts: the message or the server's rules must change before it is "
				+ "published again", reasonCode);
	}

	static MqttNotConnectedException lost(Delivery delivery) {
		return new MqttNotConnectedException("The connection was lost before the " + delivery.describe()
				+ " was written, and QoS 0 is not sent again; publish with QoS 1 or 2 to have it kept");
	}

	static MqttPublishTimeoutException timeout(Delivery delivery, Duration timeout, String scene, long now) {
		String diagnosis = delivery.course(now) + ": " + scene + "; the publish is given up, the client goes on";
		String earlier = delivery.diagnosis();
		if (earlier != null) {
			diagnosis += ". Before that: " + earlier;
		}
		return new MqttPublishTimeoutException("The " + delivery.describe() + " was not acknowledged within "
				+ Text.seconds(timeout.toNanos()) + " (mqtt.driver.publish.delivery-timeout): " + diagnosis, diagnosis);
	}

}
