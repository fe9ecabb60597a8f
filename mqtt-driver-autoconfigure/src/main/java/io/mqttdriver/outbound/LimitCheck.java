package io.mqttdriver.outbound;

import io.mqttdriver.MqttPublishRejectedException;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.ServerLimits;
import org.jspecify.annotations.Nullable;

/**
 * Compares a publish with what the connected server announced that it takes (MQTT 5,
 * 3.2.2.3). Stateless.
 */
final class LimitCheck {

	private LimitCheck() {
	}

	static @Nullable MqttPublishRejectedException refusal(Delivery delivery, ServerLimits limits) {
		OutboundPublish publish = delivery.publish();
		if (publish.qos() > limits.maximumQos()) {
			return refusal(delivery, 0x9B, "the server takes at most QoS " + limits.maximumQos()
					+ " (its Maximum QoS): publish with a QoS that it takes");
		}
		if (publish.retained() && !limits.retainAvailable()) {
			return refusal(delivery, 0x9A,
					"the server keeps no retained messages (its Retain Available): publish without retained");
		}
		if (delivery.packetSize() > limits.maximumPacketSize()) {
			return refusal(delivery, 0x95,
					"the packet has " + delivery.packetSize() + " bytes and the server takes at most "
							+ limits.maximumPacketSize()
							+ " (its Maximum Packet Size): publish less at once, or raise the limit on the server");
		}
		return null;
	}

	private static MqttPublishRejectedException refusal(Delivery delivery, int reasonCode, String why) {
		return new MqttPublishRejectedException(
				"The " + delivery.describe() + " was not sent, " + PublishPolicy.inWords(reasonCode) + ": " + why,
				reasonCode);
	}

}
