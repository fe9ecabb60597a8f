package io.mqttdriver.benchmark.fault.client;

import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Hands messages on, and subscribes again after a reconnect, without waiting, as Paho
 * leaves to its user.
 */
final class PahoCallback implements MqttCallback {

	private static final Logger logger = Logger.getLogger(PahoCallback.class.getName());

	private final MqttAsyncClient client;

	private final ClientSetup setup;

	PahoCallback(MqttAsyncClient client, ClientSetup setup) {
		this.client = client;
		this.setup = setup;
	}

	@Override
	public void messageArrived(String topic, MqttMessage message) {
		this.setup.handler().accept(new String(message.getPayload(), StandardCharsets.UTF_8));
	}

	@Override
	public void connectComplete(boolean reconnect, String serverURI) {
		if (reconnect) {
			logger.info("reconnected");
			try {
				this.client.subscribe(this.setup.filter(), 1);
			}
			catch (MqttException ex) {
				logger.log(Level.WARNING, "not subscribed again", ex);
			}
		}
	}

	@Override
	public void disconnected(MqttDisconnectResponse response) {
		logger.info("disconnected: " + response);
	}

	@Override
	public void mqttErrorOccurred(MqttException exception) {
		logger.log(Level.WARNING, "error", exception);
	}

	@Override
	public void deliveryComplete(IMqttToken token) {
	}

	@Override
	public void authPacketArrived(int reasonCode, MqttProperties properties) {
	}

}
