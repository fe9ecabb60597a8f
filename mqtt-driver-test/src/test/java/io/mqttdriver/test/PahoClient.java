package io.mqttdriver.test;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/**
 * Paho's client, with its callbacks as queues.
 */
final class PahoClient implements MqttCallback, AutoCloseable {

	private static final long TIMEOUT = 10_000;

	record Arrived(String topic, String text, MqttMessage message) {
	}

	final MqttAsyncClient client;

	final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

	final CompletableFuture<MqttDisconnectResponse> disconnected = new CompletableFuture<>();

	final Queue<MqttException> errors = new ConcurrentLinkedQueue<>();

	final boolean sessionPresent;

	PahoClient(String uri, String clientId) throws MqttException {
		this(uri, clientId, (options) -> {
		});
	}

	PahoClient(String uri, String clientId, Consumer<MqttConnectionOptions> settings) throws MqttException {
		this.client = new MqttAsyncClient(uri, clientId, new MemoryPersistence());
		this.client.setCallback(this);
		MqttConnectionOptions options = new MqttConnectionOptions();
		options.setAutomaticReconnect(false);
		settings.accept(options);
		IMqttToken token = this.client.connect(options);
		token.waitForCompletion(TIMEOUT);
		this.sessionPresent = token.getSessionPresent();
	}

	Arrived next() throws InterruptedException {
		Arrived next = this.arrived.poll(10, TimeUnit.SECONDS);
		if (next == null) {
			throw new AssertionError("Nothing arrived");
		}
		return next;
	}

	void publish(String topic, String text, int qos, String... userProperty) throws MqttException {
		MqttMessage message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8), qos, false, new MqttProperties());
		if (userProperty.length == 2) {
			message.getProperties().getUserProperties().add(new UserProperty(userProperty[0], userProperty[1]));
		}
		this.client.publish(topic, message).waitForCompletion(TIMEOUT);
	}

	IMqttToken subscribe(int identifier, String... filters) throws Exception {
		MqttSubscription[] subscriptions = new MqttSubscription[filters.length];
		for (int i = 0; i < filters.length; i++) {
			subscriptions[i] = new MqttSubscription(filters[i], 2);
		}
		MqttProperties properties = new MqttProperties();
		properties.setSubscriptionIdentifier(identifier);
		IMqttToken token = this.client.subscribe(subscriptions, null, null, properties);
		token.waitForCompletion(TIMEOUT);
		return token;
	}

	@Override
	public void disconnected(MqttDisconnectResponse response) {
		this.disconnected.complete(response);
	}

	@Override
	public void mqttErrorOccurred(MqttException exception) {
		this.errors.add(exception);
	}

	@Override
	public void messageArrived(String topic, MqttMessage message) {
		this.arrived.add(new Arrived(topic, new String(message.getPayload(), StandardCharsets.UTF_8), message));
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

	@Override
	public void close() throws MqttException {
		if (this.client.isConnected()) {
			this.client.disconnect(0).waitForCompletion(TIMEOUT);
		}
		this.client.close(true);
	}

}
