package io.mqttdriver.test;

import java.util.HexFormat;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttUnsubAckMessage;

/**
 * What a broker sends, in a line for people; read before it is written. Immutable.
 *
 * @param packetId the packet identifier, 0 if it has none
 * @param settles whether a message of the client is settled by it
 * @param text the line
 */
record SentPacket(int packetId, boolean settles, String text) {

	private static final int REFUSED = 0x80;

	private static final int SHOWN_BYTES = 32;

	static SentPacket of(Object message) {
		return (message instanceof MqttMessage packet) ? of(packet) : new SentPacket(0, false, raw((ByteBuf) message));
	}

	private static SentPacket of(MqttMessage message) {
		MqttMessageType type = message.fixedHeader().messageType();
		if (message instanceof MqttPublishMessage publish) {
			int packetId = Math.max(0, publish.variableHeader().packetId());
			return new SentPacket(packetId, false,
					"PUBLISH" + id(packetId) + " '" + publish.variableHeader().topicName() + "' qos="
							+ message.fixedHeader().qosLevel().value() + " " + publish.payload().readableBytes()
							+ " bytes");
		}
		Object header = message.variableHeader();
		int packetId = (header instanceof MqttMessageIdVariableHeader withId) ? withId.messageId() : 0;
		List<Integer> codes = codes(message, header);
		boolean settles = switch (type) {
			case PUBACK, PUBCOMP -> true;
			case PUBREC -> codes.get(0) >= REFUSED;
			default -> false;
		};
		return new SentPacket(packetId, settles, type + id(packetId) + reasons(codes));
	}

	private static String id(int packetId) {
		return (packetId > 0) ? " id=" + packetId : "";
	}

	private static List<Integer> codes(MqttMessage message, Object header) {
		if (message instanceof MqttSubAckMessage suback) {
			return suback.payload().typedReasonCodes().stream().map((code) -> code.byteValue() & 0xFF).toList();
		}
		if (message instanceof MqttUnsubAckMessage unsuback) {
			return unsuback.payload().unsubscribeReasonCodes().stream().map((code) -> code & 0xFF).toList();
		}
		if (header instanceof MqttPubReplyMessageVariableHeader reply) {
			return List.of(reply.reasonCode() & 0xFF);
		}
		if (header instanceof MqttConnAckVariableHeader connack) {
			return List.of(connack.connectReturnCode().byteValue() & 0xFF);
		}
		return (header instanceof MqttReasonCodeAndPropertiesVariableHeader reason)
				? List.of(reason.reasonCode() & 0xFF) : List.of();
	}

	private static String reasons(List<Integer> codes) {
		if (codes.stream().allMatch((code) -> code == 0)) {
			return "";
		}
		return " reason=" + String.join(",", codes.stream().map((code) -> "0x" + Integer.toHexString(code)).toList());
	}

	private static String raw(ByteBuf bytes) {
		int shown = Math.min(bytes.readableBytes(), SHOWN_BYTES);
		String hex = HexFormat.ofDelimiter(" ").formatHex(ByteBufUtil.getBytes(bytes, bytes.readerIndex(), shown));
		return bytes.readableBytes() + " raw bytes: " + hex + ((shown < bytes.readableBytes()) ? " …" : "");
	}

	@Override
	public String toString() {
		return this.text;
	}

}
