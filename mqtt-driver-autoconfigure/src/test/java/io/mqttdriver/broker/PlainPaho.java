package io.mqttdriver.broker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Eclipse Paho as it comes, on the other side of a broker: somebody else's client. For
 * any thread.
 */
final class PlainPaho implements MqttCallback, AutoCloseable {

	private static final long LONG = 20_000;

	private static final Logger NOISY = Logger.getLogger("org.eclipse.paho");

	static {
		NOISY.setLevel(Level.OFF);
	}

	private final List<String> payloads = new CopyOnWriteArrayList<>();

	private final MqttAsyncClient client;

	private PlainPaho(String uri, String clientId) throws MqttException {
		this.client = new MqttAsyncClient(uri, clientId, new MemoryPersistence());
		this.client.setCallback(this);
	}

	static PlainPaho connect(String uri, String clientId) throws MqttException {
		return connect(uri, clientId, true, 0);
	}

	static PlainPaho connect(String uri, String clientId, boolean cleanStart, long sessionExpiry) throws MqttException {
		PlainPaho it = new PlainPaho(uri, clientId);
		MqttConnectionOptions options = new MqttConnectionOptions();
		options.setCleanStart(cleanStart);
		options.setSessionExpiryInterval(sessionExpiry);
		CompletableFuture<IMqttToken> connecting = new CompletableFuture<>();
		new Thread(new Careless(), () -> it.connect(options, connecting)).start();
		connecting.join().waitForCompletion(LONG);
		return it;
	}

	private void connect(MqttConnectionOptions options, CompletableFuture<IMqttToken> connecting) {
		try {
			connecting.complete(this.client.connect(options));
		}
		catch (MqttException | RuntimeException ex) {
			connecting.completeExceptionally(ex);
		}
	}

	PlainPaho subscribe(String filter, int qos) throws MqttException {
		this.client.subscribe(filter, qos).waitForCompletion(LONG);
		return this;
	}

	/** Returns when the broker has taken it. */
	void publish(String topic, String payload, int qos) throws MqttException {
		send(topic, payload, qos).waitForCompletion(LONG);
	}

	IMqttToken send(String topic, String payload, int qos) throws MqttException {
		return this.client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), qos, false);
	}

	/** What came, in its order. */
	List<String> payloads() {
		return List.copyOf(this.payloads);
	}

	@Override
	public void messageArrived(String topic, MqttMessage message) {
		this.payloads.add(new String(message.getPayload(), StandardCharsets.UTF_8));
	}

	@Override
	public void disconnected(MqttDisconnectResponse response) {
	}

	@Override
	public void mqttErrorOccurred(MqttException exception) {
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
	public void close() {
		try {
			this.client.disconnectForcibly(0, 500, false);
		}
		catch (MqttException ex) {
			// it is gone already
		}
		try {
			this.client.close(true);
		}
		catch (MqttException ex) {
			// the same
		}
	}

	/**
	 * Paho's threads belong to the group of the thread that connects. Its reading thread
	 * may die of a NullPointerException when it is closed while an acknowledgement comes;
	 * whoever waits in a test meanwhile has nothing to do with that.
	 */
	private static final class Careless extends ThreadGroup {

		Careless() {
			super("somebody else's client");
		}

		@Override
		public void uncaughtException(Thread thread, Throwable failure) {
			NOISY.log(Level.FINE, "a thread of plain Paho died", failure);
		}

	}

}
