package io.mqttdriver.test;

import java.util.List;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import org.jspecify.annotations.Nullable;

/**
 * Turns decoded packets into {@link ReceivedPacket}s. Stateless.
 */
final class PacketReader {

	private static final byte[] NO_PAYLOAD = {};

	private PacketReader() {
	}

	static ReceivedPacket read(int connection, String clientId, MqttMessage message) {
		MqttPacketType type = MqttPacketType.valueOf(message.fixedHeader().messageType().name());
		long now = System.nanoTime();
		if (message instanceof MqttConnectMessage connect) {
			PropertyBag bag = PropertyBag.from(connect.variableHeader().properties());
			return new ReceivedPacket(connection, type, now, connect.payload().clientIdentifier(), 0, 0, "", NO_PAYLOAD,
					0, false, false, List.of(), List.copyOf(bag.user), bag.values, connect(connect));
		}
		if (message instanceof MqttPublishMessage publish) {
			PropertyBag bag = PropertyBag.from(publish.variableHeader().properties());
			int qos = publish.fixedHeader().qosLevel().value();
			return new ReceivedPacket(connection, type, now, clientId,
					(qos == 0) ? 0 : publish.variableHeader().packetId(), 0, publish.variableHeader().topicName(),
					ByteBufUtil.getBytes(publish.payload()), qos, publish.fixedHeader().isRetain(),
					publish.fixedHeader().isDup(), List.of(), List.copyOf(bag.user), bag.values, null);
		}
		Object header = message.variableHeader();
		PropertyBag bag = PropertyBag.from(properties(header));
		return new ReceivedPacket(connection, type, now, clientId, packetId(header), reasonCode(header), "", NO_PAYLOAD,
				0, false, false, filters(message), List.copyOf(bag.user), bag.values, null);
	}

	private static ReceivedPacket.Connect connect(MqttConnectMessage message) {
		MqttConnectVariableHeader header = message.variableHeader();
		MqttConnectPayload payload = message.payload();
		ReceivedPacket.Will will = null;
		if (header.isWillFlag()) {
			PropertyBag bag = PropertyBag.from(payload.willProperties());
			will = new ReceivedPacket.Will(payload.willTopic(), payload.willMessageInBytes(), header.willQos(),
					header.isWillRetain(), bag.user, bag.values);
		}
		return new ReceivedPacket.Connect(header.version(), header.isCleanSession(), header.keepAliveTimeSeconds(),
				payload.userName(), payload.passwordInBytes(), will);
	}

	private static List<ReceivedPacket.Filter> filters(MqttMessage message) {
		if (message instanceof MqttSubscribeMessage subscribe) {
			return subscribe.payload().topicSubscriptions().stream().map(PacketReader::filter).toList();
		}
		if (message instanceof MqttUnsubscribeMessage unsubscribe) {
			return unsubscribe.payload()
				.topics()
				.stream()
				.map((topic) -> new ReceivedPacket.Filter(topic, 0, false, false, 0))
				.toList();
		}
		return List.of();
	}

	private static ReceivedPacket.Filter filter(MqttTopicSubscription subscription) {
		return new ReceivedPacket.Filter(subscription.topicFilter(), subscription.qualityOfService().value(),
				subscription.option().isNoLocal(), subscription.option().isRetainAsPublished(),
				subscription.option().retainHandling().value());
	}

	private static int packetId(@Nullable Object header) {
		return (header instanceof MqttMessageIdVariableHeader withId) ? withId.messageId() : 0;
	}

	private static int reasonCode(@Nullable Object header) {
		if (header instanceof MqttPubReplyMessageVariableHeader reply) {
			return reply.reasonCode() & 0xFF;
		}
		return (header instanceof MqttReasonCodeAndPropertiesVariableHeader reason) ? reason.reasonCode() & 0xFF : 0;
	}

	private static MqttProperties properties(@Nullable Object header) {
		if (header instanceof MqttPubReplyMessageVariableHeader reply) {
			return reply.properties();
		}
		if (header instanceof MqttMessageIdAndPropertiesVariableHeader withId) {
			return withId.properties();
		}
		return (header instanceof MqttReasonCodeAndPropertiesVariableHeader reason) ? reason.properties()
				: MqttProperties.NO_PROPERTIES;
	}

}
