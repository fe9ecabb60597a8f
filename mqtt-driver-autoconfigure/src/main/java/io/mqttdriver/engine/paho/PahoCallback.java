package io.mqttdriver.engine.paho;

import io.mqttdriver.engine.InboundPublish;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * Hears Paho out on its own thread, and hands on at once (rule 8).
 */
final class PahoCallback implements MqttCallback {

	private final PahoClient client;

	private final Mailbox mailbox;

	private final IncomingPublishes publishes;

	private final Backlog backlog;

	PahoCallback(PahoClient client, Mailbox mailbox, IncomingPublishes publishes, Backlog backlog) {
		this.client = client;
		this.mailbox = mailbox;
		this.publishes = publishes;
		this.backlog = backlog;
	}

	@Override
	public void messageArrived(String topic, MqttMessage message) {
		int packetId = message.getId();
		boolean owes = message.getQos() > 0;
		int qos = (owes && this.publishes.isExactlyOnce(packetId)) ? 2 : message.getQos();
		long delivery = owes ? this.publishes.deliver(packetId) : InboundPublish.NOTHING_OWED;
		InboundPublish publish = PublishDecoder.decode(topic, message, qos, delivery,
				owes && this.publishes.isRepeated(packetId));
		this.mailbox.tell((events) -> events.received(publish));
		this.backlog.taken();
	}

	@Override
	public void disconnected(MqttDisconnectResponse response) {
		this.client.libraryFailed(response.getException());
	}

	@Override
	public void mqttErrorOccurred(@Nullable MqttException exception) {
		this.client.libraryFailed(exception);
	}

	@Override
	public void deliveryComplete(IMqttToken token) {
	}

	@Override
	public void connectComplete(boolean reconnect, String serverUri) {
	}

	@Override
	public void authPacketArrived(int reasonCode, MqttProperties properties) {
	}

}
