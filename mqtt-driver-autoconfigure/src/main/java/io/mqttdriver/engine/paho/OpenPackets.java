package io.mqttdriver.engine.paho;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttSubscribe;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;

/**
 * Which packets of ours wait for which acknowledgement. One of anything else says that
 * the server doesn't mean the same as we do by a packet identifier: it may have taken one
 * message for another, and the connection is of no use any more. Paho gives the
 * identifier while it sends, so whoever sends holds this object's monitor until the
 * packet is noted; the reading thread takes it only where it doesn't find one.
 */
final class OpenPackets {

	private final Map<Integer, Integer> awaited = new ConcurrentHashMap<>();

	/** It is on its way; called with the monitor held. */
	void sent(MqttWireMessage packet) {
		int acknowledgement = acknowledgement(packet);
		if (acknowledgement != 0) {
			this.awaited.put(packet.getMessageId(), acknowledgement);
		}
	}

	private static int acknowledgement(MqttWireMessage packet) {
		if (packet instanceof MqttPublish publish) {
			return switch (publish.getMessage().getQos()) {
				case 0 -> 0;
				case 1 -> Frame.PUBACK;
				default -> Frame.PUBREC;
			};
		}
		return (packet instanceof MqttSubscribe) ? Frame.SUBACK : Frame.UNSUBACK;
	}

	/** An acknowledgement came; of QoS 2 the first one is followed by another. */
	void acknowledged(int type, int packetId, boolean refused) throws ProtocolException {
		if (take(type, packetId, refused)) {
			return;
		}
		synchronized (this) {
			if (take(type, packetId, refused)) {
				return;
			}
		}
		throw new ProtocolException("The server acknowledged (packet of type " + type + ") the packet identifier "
				+ packetId + ", which doesn't wait for that");
	}

	private boolean take(int type, int packetId, boolean refused) {
		if (type == Frame.PUBREC && !refused) {
			return this.awaited.replace(packetId, Frame.PUBREC, Frame.PUBCOMP)
					|| Integer.valueOf(Frame.PUBCOMP).equals(this.awaited.get(packetId));
		}
		return this.awaited.remove(packetId, type);
	}

}
