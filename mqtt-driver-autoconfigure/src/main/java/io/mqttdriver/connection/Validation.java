package io.mqttdriver.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.mqttdriver.connection.ReconnectSettings.Mode;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.WireSubscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The proof that a new connection works: a test publish of QoS 1 that must be
 * acknowledged, or must come back. Remembers whether the proof itself breaks connections
 * (a broker that disconnects on the topic): lost twice running in it, connections are
 * made without. Confined to the connection's thread.
 */
final class Validation {

	private static final Log logger = LogFactory.getLog(Validation.class);

	private static final Duration EXPIRY = Duration.ofMinutes(1);

	private static final int LOSSES = 2;

	private final ReconnectSettings.Validation settings;

	private final String topic;

	private int losses;

	private @Nullable Client refused;

	private long refusedAt;

	Validation(ReconnectSettings.Validation settings, String clientId) {
		this.settings = settings;
		this.topic = settings.topic().replace("{client-id}", clientId.replaceAll("[/+#]", "-"));
	}

	String topic() {
		return this.topic;
	}

	Duration timeout() {
		return this.settings.timeout();
	}

	boolean mustComeBack() {
		return this.settings.mode() == Mode.ROUND_TRIP;
	}

	/** Whether a client of this server is to be proved. */
	boolean isNeeded(Client client) {
		return this.settings.mode() != Mode.NONE && !isGivenUp()
				&& (mustComeBack() || client.limits().maximumQos() > 0);
	}

	/** Whether connections are made without proof because the proof breaks them. */
	boolean isGivenUp() {
		return this.losses >= LOSSES;
	}

	/**
	 * With QoS 0: it comes back whatever of a kept session waits for acknowledgements.
	 */
	void subscribe(Client client) {
		client.interceptValidation(true);
		client.engineClient().subscribe(Client.VALIDATION_TOKEN, 0, List.of(new WireSubscription(this.topic, 0, 2)));
	}

	void publish(Client client) {
		byte[] payload = client.info().clientId().getBytes(StandardCharsets.UTF_8);
		PublishProperties properties = new PublishProperties(true, EXPIRY, "text/plain", null, null, List.of());
		int qos = Math.min(1, client.limits().maximumQos());
		client.engineClient()
			.publish(Client.VALIDATION_TOKEN, new OutboundPublish(this.topic, payload, qos, false, properties));
	}

	/** What can't come back is proved by its PUBACK. */
	void refused(Client client, int reasonCode) {
		client.interceptValidation(false);
		logger.warn(String.format(
				"The server refused the subscription of %s to '%s' with reason code 0x%02X, so the test publish can't "
						+ "come back and its PUBACK is the proof: allow the topic, or set "
						+ "mqtt.driver.reconnect.validation.topic or .mode",
				client.info(), this.topic, reasonCode));
	}

	void unsubscribe(Client client) {
		client.engineClient().unsubscribe(Client.VALIDATION_TOKEN, List.of(this.topic));
		client.interceptValidation(false);
	}

	/**
	 * The proof was given; a refusing reason code proves the way there and back too,
	 * unless the server ends the connection on it.
	 */
	void succeeded(Client client, int reasonCode, long now) {
		if (reasonCode < 0x80) {
			this.losses = 0;
		}
		else {
			this.refused = client;
			this.refusedAt = now;
			logger.warn("The test publish of " + client.info() + " to '" + this.topic
					+ "' was refused with reason code 0x" + Integer.toHexString(reasonCode)
					+ ": the connection works; allow the topic, or set mqtt.driver.reconnect.validation.topic");
		}
	}

	/** The connection was lost during the proof. */
	void lost(Client client) {
		this.losses++;
		if (this.losses == LOSSES) {
			logger.warn("The connection was lost " + LOSSES + " times running by the test publish to '" + this.topic
					+ "': from now on " + client.info().clientId() + " connects without validation; allow the topic, "
					+ "or set mqtt.driver.reconnect.validation.topic or .mode");
		}
	}

	/**
	 * The connection was lost after the proof. Soon after the test publish was refused it
	 * was lost by that: some servers answer, and then close.
	 */
	void lostAfterwards(Client client, long now) {
		if (client != this.refused) {
			return;
		}
		this.refused = null;
		if (now - this.refusedAt <= this.settings.timeout().toNanos()) {
			lost(client);
		}
		else {
			this.losses = 0;
		}
	}

	void startOver() {
		this.losses = 0;
		this.refused = null;
	}

}
