package io.mqttdriver.test;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.netty.handler.codec.mqtt.MqttMessageType;

/**
 * How an honest broker answers, with the reason codes that a script may put in. Used by
 * the broker's thread alone.
 */
final class HonestReplies {

	private static final int REFUSED = 0x80;

	private static final String ASSIGNED = "assignedClientIdentifier";

	private final Router router;

	private final Supplier<FakeConnack> connack;

	HonestReplies(Router router, Supplier<FakeConnack> connack) {
		this.router = router;
		this.connack = connack;
	}

	void reply(FakeConnection connection, ReceivedPacket packet, List<Integer> codes) {
		int code = codes.isEmpty() ? 0 : codes.get(0);
		switch (packet.type()) {
			case CONNECT -> connect(connection, packet, code);
			case PUBLISH -> publish(connection, packet, code);
			case PUBREC -> pubrec(connection, packet, code);
			case PUBREL -> pubrel(connection, packet, codes);
			case SUBSCRIBE -> subscribe(connection, packet, codes);
			case UNSUBSCRIBE -> unsubscribe(connection, packet, codes);
			case PINGREQ -> connection.write(PacketWriter.pingresp());
			case DISCONNECT -> connection.farewell(packet.reasonCode());
			case AUTH -> connection.write(PacketWriter.reason(MqttMessageType.AUTH, code, new PropertyBag()));
			case PUBACK, PUBCOMP -> {
			}
		}
	}

	private void connect(FakeConnection connection, ReceivedPacket packet, int code) {
		FakeConnack settings = this.connack.get();
		PropertyBag properties = new PropertyBag();
		properties.values.putAll(settings.properties.values);
		properties.user.addAll(settings.properties.user);
		if (code >= REFUSED) {
			connection.write(PacketWriter.connack(code, false, properties));
			connection.close();
			return;
		}
		if (packet.clientId().isEmpty()) {
			properties.values.putIfAbsent(ASSIGNED, "fake-" + connection.number());
			connection.assignClientId(String.valueOf(properties.values.get(ASSIGNED)));
		}
		takeOver(connection);
		connection.write(PacketWriter.connack(code, settings.sessionPresent, properties));
	}

	/** Not by a client that is gone before its delayed answer. */
	private void takeOver(FakeConnection connection) {
		if (!connection.isOpen()) {
			return;
		}
		for (FakeConnection other : this.router.connections()) {
			if (other != connection && other.clientId().equals(connection.clientId())) {
				other.disconnect(0x8E, null);
			}
		}
	}

	private void publish(FakeConnection connection, ReceivedPacket packet, int code) {
		boolean first = packet.qos() < 2 || code >= REFUSED || connection.holdQos2(packet.packetId());
		if (packet.qos() > 0) {
			MqttMessageType type = (packet.qos() == 1) ? MqttMessageType.PUBACK : MqttMessageType.PUBREC;
			connection.write(PacketWriter.pubReply(type, packet.packetId(), code));
		}
		if (first && code == 0) {
			this.router.route(message(packet, connection.topicOf(packet)), connection);
		}
	}

	private static FakePublish message(ReceivedPacket packet, String topic) {
		FakePublish message = FakePublish.to(topic).payload(packet.payload()).qos(packet.qos()).retain(packet.retain());
		message.properties.values.putAll(packet.properties());
		message.properties.values.remove("topicAlias");
		message.properties.user.addAll(packet.userProperties());
		return message;
	}

	private void pubrec(FakeConnection connection, ReceivedPacket packet, int code) {
		if (packet.reasonCode() < REFUSED) {
			connection.write(PacketWriter.pubReply(MqttMessageType.PUBREL, packet.packetId(), code));
		}
	}

	private void pubrel(FakeConnection connection, ReceivedPacket packet, List<Integer> codes) {
		int honest = connection.releaseQos2(packet.packetId()) ? 0 : 0x92;
		connection.write(PacketWriter.pubReply(MqttMessageType.PUBCOMP, packet.packetId(),
				codes.isEmpty() ? honest : codes.get(0)));
	}

	private void subscribe(FakeConnection connection, ReceivedPacket packet, List<Integer> codes) {
		List<Integer> granted = new ArrayList<>();
		List<Runnable> retained = new ArrayList<>();
		for (ReceivedPacket.Filter filter : packet.filters()) {
			int code = codes.isEmpty() ? filter.qos() : codes.get(Math.min(granted.size(), codes.size() - 1));
			granted.add(code);
			if (code < REFUSED) {
				ReceivedPacket.Filter asGranted = new ReceivedPacket.Filter(filter.filter(), code, filter.noLocal(),
						filter.retainAsPublished(), filter.retainHandling());
				Router.Wish wish = new Router.Wish(connection, asGranted, packet.subscriptionIdentifier());
				boolean known = connection.subscribe(wish);
				retained.add(() -> this.router.sendRetained(wish, known));
			}
		}
		connection.write(PacketWriter.suback(packet.packetId(), granted));
		retained.forEach(Runnable::run);
	}

	private void unsubscribe(FakeConnection connection, ReceivedPacket packet, List<Integer> codes) {
		List<Integer> answers = new ArrayList<>();
		for (ReceivedPacket.Filter filter : packet.filters()) {
			int honest = connection.unsubscribe(filter.filter()) ? 0 : 0x11;
			answers.add(codes.isEmpty() ? honest : codes.get(Math.min(answers.size(), codes.size() - 1)));
		}
		connection.write(PacketWriter.unsuback(packet.packetId(), answers));
	}

}
