package io.mqttdriver.engine.paho;

import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.ServerLimits;
import io.mqttdriver.engine.WireSubscription;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttToken;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttSubscribe;
import org.eclipse.paho.mqttv5.common.packet.MqttUnsubscribe;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.jspecify.annotations.Nullable;

/**
 * Hands publishes and subscriptions to Paho, and tells their answers. Rules 7, 9, 12, 13
 * and 15: what Paho or the server can't take is settled alone; answers carry the code
 * that the server sent; filters go out without listeners. Any thread calls; the monitor
 * of the open packets keeps the order of the calls and of the bytes that are counted.
 */
final class Outgoing {

	private static final Log logger = LogFactory.getLog(Outgoing.class);

	private static final int TOPIC_FILTER_INVALID = 0x8F;

	private static final int PACKET_TOO_LARGE = 0x95;

	private static final int CANNOT_BE_ENCODED = 0x99;

	private static final int RETAIN_NOT_SUPPORTED = 0x9A;

	private static final int QOS_NOT_SUPPORTED = 0x9B;

	private final OpenPackets open;

	private final Mailbox mailbox;

	private final Acknowledgements acknowledgements;

	private final Backlog backlog;

	private final SocketTraffic traffic;

	private final Consumer<EngineFailure> onFailure;

	private final WrittenPublishes written;

	private volatile @Nullable PahoConnection connection;

	private volatile ServerLimits limits = ServerLimits.NONE;

	Outgoing(OpenPackets open, Mailbox mailbox, Acknowledgements acknowledgements, Backlog backlog,
			SocketTraffic traffic, Consumer<EngineFailure> onFailure) {
		this.open = open;
		this.mailbox = mailbox;
		this.acknowledgements = acknowledgements;
		this.backlog = backlog;
		this.traffic = traffic;
		this.onFailure = onFailure;
		this.written = new WrittenPublishes(traffic::written, (token) -> settle(token, 0, ""));
	}

	void connected(PahoConnection connection, ServerLimits limits) {
		this.limits = limits;
		this.connection = connection;
	}

	void progressed() {
		this.written.look();
	}

	void publish(long token, OutboundPublish publish) {
		PublishEncoder encoded;
		try {
			encoded = PublishEncoder.of(publish);
		}
		catch (MqttException | RuntimeException ex) {
			settle(token, CANNOT_BE_ENCODED, "Engine 'paho' can't encode it: " + ex.getMessage());
			return;
		}
		int refusal = refusal(publish, encoded.size());
		if (refusal != 0) {
			settle(token, refusal, "The server announced that it doesn't take it");
			return;
		}
		synchronized (this.open) {
			long end = this.traffic.submitted() + encoded.size();
			MqttActionListener listener = (publish.qos() == 0) ? done((id) -> this.written.add(token, end))
					: acknowledged(token);
			MqttToken pahoToken = token(listener);
			pahoToken.internalTok.setDeliveryToken(true);
			if (send(encoded.packet(), pahoToken)) {
				this.traffic.submit(encoded.size());
			}
		}
	}

	private int refusal(OutboundPublish publish, long size) {
		if (size > this.limits.maximumPacketSize()) {
			return PACKET_TOO_LARGE;
		}
		if (publish.qos() > this.limits.maximumQos()) {
			return QOS_NOT_SUPPORTED;
		}
		return (publish.retained() && !this.limits.retainAvailable()) ? RETAIN_NOT_SUPPORTED : 0;
	}

	void subscribe(long token, int identifier, List<WireSubscription> filters) {
		MqttProperties properties = new MqttProperties();
		if (identifier > 0) {
			properties.setSubscriptionIdentifier(identifier);
		}
		MqttSubscription[] subscriptions = filters.stream()
			.map(Outgoing::subscription)
			.toArray(MqttSubscription[]::new);
		ask(token, filters.size(), new MqttSubscribe(subscriptions, properties));
	}

	private static MqttSubscription subscription(WireSubscription wanted) {
		MqttSubscription subscription = new MqttSubscription(wanted.filter(), wanted.qos());
		subscription.setRetainHandling(wanted.retainHandling());
		subscription.setRetainAsPublished(true);
		return subscription;
	}

	void unsubscribe(long token, List<String> filters) {
		ask(token, filters.size(), new MqttUnsubscribe(filters.toArray(String[]::new), new MqttProperties()));
	}

	private void ask(long token, int count, MqttWireMessage packet) {
		try {
			packet.serialize();
		}
		catch (MqttException | RuntimeException ex) {
			logger.warn("Engine 'paho' can't encode a topic filter: " + ex.getMessage());
			this.mailbox.tell((events) -> events.answered(token, Collections.nCopies(count, TOPIC_FILTER_INVALID)));
			return;
		}
		send(packet, token(done((id) -> {
			answer(token, count, this.acknowledgements.answer(id).codes());
			this.backlog.taken();
		})));
	}

	private void answer(long token, int count, List<Integer> codes) {
		if (codes.size() != count) {
			this.onFailure.accept(EngineFailure.of(EngineFailure.Kind.PROTOCOL,
					"The server answered " + count + " topic filters with " + codes.size() + " reason codes", null));
			return;
		}
		this.mailbox.tell((events) -> events.answered(token, codes));
	}

	private MqttActionListener acknowledged(long token) {
		return done((id) -> {
			Acknowledgements.Answer answer = this.acknowledgements.answer(id);
			settle(token, answer.code(), answer.reason());
			this.backlog.taken();
		});
	}

	private void settle(long token, int reasonCode, String reason) {
		this.mailbox.tell((events) -> events.settled(token, reasonCode, reason));
	}

	private static MqttToken token(MqttActionListener listener) {
		MqttToken token = new MqttToken("");
		token.setActionCallback(listener);
		return token;
	}

	private boolean send(MqttWireMessage packet, MqttToken token) {
		PahoConnection connection = this.connection;
		if (connection == null) {
			return false;
		}
		try {
			synchronized (this.open) {
				connection.send(packet, token);
				this.open.sent(packet);
			}
			return true;
		}
		catch (MqttException | RuntimeException ex) {
			// the connection is gone, which is told by itself; or it is of no use any
			// more
			this.onFailure.accept(Failures.library(ex));
			return false;
		}
	}

	/** Failures are of no interest: the loss of the connection is told by itself. */
	private static MqttActionListener done(PacketDone action) {
		return new MqttActionListener() {

			@Override
			public void onSuccess(IMqttToken token) {
				action.done(token.getMessageId());
			}

			@Override
			public void onFailure(IMqttToken token, Throwable exception) {
			}

		};
	}

	/**
	 * What to do when Paho is done with a packet.
	 */
	@FunctionalInterface
	private interface PacketDone {

		void done(int packetId);

	}

}
