package io.mqttdriver.benchmark.fault.client;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import org.eclipse.paho.mqttv5.client.DisconnectedBufferOptions;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MqttDefaultFilePersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * Eclipse Paho v5 with automatic reconnect, a persistent session, its file persistence,
 * its buffer for publishes while disconnected, and a subscription again in
 * {@code connectComplete}. All else by default. Its wait before a reconnect can't be
 * changed (the setting is never read), so that there is nothing to make it eager.
 */
final class PahoClient implements ClientUnderTest {

	private static final long SESSION_EXPIRY_SECONDS = 3_600;

	/** As many as the driver's outbox holds. */
	private static final int BUFFER = 10_000;

	private static final long TIMEOUT = 20_000;

	private final MqttAsyncClient client;

	private PahoClient(MqttAsyncClient client) {
		this.client = client;
	}

	static PahoClient open(ClientSetup setup) throws MqttException {
		MqttConnectionOptions options = new MqttConnectionOptions();
		options.setAutomaticReconnect(true);
		options.setCleanStart(false);
		options.setSessionExpiryInterval(SESSION_EXPIRY_SECONDS);
		DisconnectedBufferOptions buffer = new DisconnectedBufferOptions();
		buffer.setBufferEnabled(true);
		buffer.setBufferSize(BUFFER);
		MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + setup.port(), setup.clientId(),
				new MqttDefaultFilePersistence(setup.folder().toString()));
		client.setBufferOpts(buffer);
		client.setCallback(new PahoCallback(client, setup));
		client.connect(options).waitForCompletion(TIMEOUT);
		client.subscribe(setup.filter(), 1).waitForCompletion(TIMEOUT);
		return new PahoClient(client);
	}

	@Override
	public CompletableFuture<?> publish(String topic, String payload) throws MqttException {
		CompletableFuture<Void> result = new CompletableFuture<>();
		MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
		message.setQos(1);
		this.client.publish(topic, message, null, new MqttActionListener() {

			@Override
			public void onSuccess(IMqttToken token) {
				int[] codes = token.getReasonCodes();
				if (codes != null && codes.length > 0 && codes[0] >= 0x80) {
					result.completeExceptionally(new MqttException(codes[0]));
				}
				else {
					result.complete(null);
				}
			}

			@Override
			public void onFailure(IMqttToken token, Throwable exception) {
				result.completeExceptionally(
						(exception != null) ? exception : new IllegalStateException("failed without a reason"));
			}

		});
		return result;
	}

	@Override
	public String story() {
		return "connected: %s, %d in flight, %d in its buffer".formatted(this.client.isConnected(),
				this.client.getInFlightMessageCount(), this.client.getBufferedMessageCount());
	}

	@Override
	public void close() throws MqttException {
		this.client.disconnectForcibly(1_000, 1_000, true);
		this.client.close(true);
	}

}
