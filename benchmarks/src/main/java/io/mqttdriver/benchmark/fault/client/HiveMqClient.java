package io.mqttdriver.benchmark.fault.client;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;

/**
 * HiveMQ's client for MQTT 5 with automatic reconnect and a persistent session. It
 * subscribes again by itself when the session is gone; that it also publishes again what
 * was pending then is switched on, as it offers. All else by default.
 */
final class HiveMqClient implements ClientUnderTest {

	private static final long SESSION_EXPIRY_SECONDS = 3_600;

	private final Mqtt5AsyncClient client;

	private HiveMqClient(Mqtt5AsyncClient client) {
		this.client = client;
	}

	static HiveMqClient open(ClientSetup setup) throws Exception {
		Mqtt5AsyncClient client = reconnecting(setup)
			.addDisconnectedListener((context) -> context.getReconnector().republishIfSessionExpired(true))
			.identifier(setup.clientId())
			.serverHost("127.0.0.1")
			.serverPort(setup.port())
			.buildAsync();
		client.publishes(MqttGlobalPublishFilter.ALL,
				(publish) -> setup.handler().accept(new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8)));
		client.connectWith()
			.cleanStart(false)
			.sessionExpiryInterval(SESSION_EXPIRY_SECONDS)
			.send()
			.get(20, TimeUnit.SECONDS);
		client.subscribeWith().topicFilter(setup.filter()).qos(MqttQos.AT_LEAST_ONCE).send().get(20, TimeUnit.SECONDS);
		return new HiveMqClient(client);
	}

	private static Mqtt5ClientBuilder reconnecting(ClientSetup setup) {
		Mqtt5ClientBuilder builder = MqttClient.builder().useMqttVersion5();
		if (setup.eager()) {
			return builder.automaticReconnect().initialDelay(1, TimeUnit.MILLISECONDS).applyAutomaticReconnect();
		}
		return builder.automaticReconnectWithDefaultConfig();
	}

	@Override
	public CompletableFuture<?> publish(String topic, String payload) {
		return this.client.publishWith()
			.topic(topic)
			.qos(MqttQos.AT_LEAST_ONCE)
			.payload(payload.getBytes(StandardCharsets.UTF_8))
			.send()
			.thenAccept(HiveMqClient::requireSuccess);
	}

	private static void requireSuccess(Mqtt5PublishResult result) {
		result.getError().ifPresent((error) -> {
			throw new IllegalStateException(error);
		});
	}

	@Override
	public String story() {
		return this.client.getState().toString();
	}

	/** It can be told to stop only while it is connected: again, until it was. */
	@Override
	public void close() throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
		while (System.nanoTime() < deadline) {
			try {
				this.client.disconnect().get(5, TimeUnit.SECONDS);
				return;
			}
			catch (ExecutionException ex) {
				Thread.sleep(20);
			}
		}
	}

}
