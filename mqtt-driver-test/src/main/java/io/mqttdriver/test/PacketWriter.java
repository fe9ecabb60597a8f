package io.mqttdriver.test;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageFactory;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttUnsubAckPayload;

/**
 * Builds the packets that a broker sends. Stateless.
 */
final class PacketWriter {

	private PacketWriter() {
	}

	static MqttMessage connack(int reasonCode, boolean sessionPresent, PropertyBag properties) {
		return MqttMessageFactory.newMessage(header(MqttMessageType.CONNACK, 0), new MqttConnAckVariableHeader(
				MqttConnectReturnCode.valueOf((byte) reasonCode), sessionPresent, properties.toNetty()), null);
	}

	/** PUBACK, PUBREC, PUBREL or PUBCOMP. */
	static MqttMessage pubReply(MqttMessageType type, int packetId, int reasonCode) {
		int qos = (type == MqttMessageType.PUBREL) ? 1 : 0;
		return MqttMessageFactory.newMessage(header(type, qos),
				new MqttPubReplyMessageVariableHeader(packetId, (byte) reasonCode, MqttProperties.NO_PROPERTIES), null);
	}

	static MqttMessage suback(int packetId, List<Integer> reasonCodes) {
		return MqttMessageFactory.newMessage(header(MqttMessageType.SUBACK, 0),
				new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
				new MqttSubAckPayload(reasonCodes));
	}

	static MqttMessage unsuback(int packetId, List<Integer> reasonCodes) {
		List<Short> codes = new ArrayList<>();
		reasonCodes.forEach((code) -> codes.add(code.shortValue()));
		return MqttMessageFactory.newMessage(header(MqttMessageType.UNSUBACK, 0),
				new MqttMessageIdAndPropertiesVariableHeader(packetId, MqttProperties.NO_PROPERTIES),
				new MqttUnsubAckPayload(codes));
	}

	static MqttMessage pingresp() {
		return MqttMessage.PINGRESP;
	}

	/** DISCONNECT or AUTH. */
	static MqttMessage reason(MqttMessageType type, int reasonCode, PropertyBag properties) {
		return MqttMessageFactory.newMessage(header(type, 0),
				new MqttReasonCodeAndPropertiesVariableHeader((byte) reasonCode, properties.toNetty()), null);
	}

	static MqttMessage publish(FakePublish publish, int packetId) {
		return new MqttPublishMessage(
				new MqttFixedHeader(MqttMessageType.PUBLISH, publish.dup, MqttQoS.valueOf(publish.qos), publish.retain,
						0),
				new MqttPublishVariableHeader(publish.topic, packetId, publish.properties.toNetty()),
				Unpooled.wrappedBuffer(publish.payload));
	}

	private static MqttFixedHeader header(MqttMessageType type, int qos) {
		return new MqttFixedHeader(type, false, MqttQoS.valueOf(qos), false, 0);
	}

}
