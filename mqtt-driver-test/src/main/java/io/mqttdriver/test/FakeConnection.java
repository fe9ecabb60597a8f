package io.mqttdriver.test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection: records what comes, asks the script, and does what answers
 * want. Everything runs on the broker's one thread.
 */
final class FakeConnection extends ChannelInboundHandlerAdapter {

	private final Channel channel;

	private final Intake intake;

	private final BrokerRecord record;

	private final Script script;

	private final Router router;

	private final HonestReplies replies;

	private final int number;

	private final Map<String, Router.Wish> subscriptions = new LinkedHashMap<>();

	private final Set<Integer> heldQos2 = new HashSet<>();

	private final Map<Integer, String> aliases = new HashMap<>();

	private final Queue<Object> heldOutput = new ArrayDeque<>();

	private final Queue<ReceivedPacket> heldInput = new ArrayDeque<>();

	private @Nullable String clientId;

	private ReceivedPacket.@Nullable Will will;

	private boolean stalled;

	private int lastPacketId;

	FakeConnection(Channel channel, Intake intake, BrokerRecord record, Script script, Router router,
			HonestReplies replies) {
		this.channel = channel;
		this.intake = intake;
		this.record = record;
		this.script = script;
		this.router = router;
		this.replies = replies;
		this.number = record.onAccept(channel.remoteAddress());
	}

	int number() {
		return this.number;
	}

	boolean isOpen() {
		return this.channel.isActive();
	}

	String clientId() {
		return Objects.requireNonNullElse(this.clientId, "");
	}

	void assignClientId(String clientId) {
		this.clientId = clientId;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.router.add(this);
		this.intake.start();
		perform(this.script.forAccept(), null);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		try {
			read((MqttMessage) message);
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void read(MqttMessage message) {
		if (message.decoderResult().isFailure()) {
			this.record.onProblem(this.number, message.decoderResult().cause());
			disconnect(0x81, null);
			return;
		}
		ReceivedPacket packet = PacketReader.read(this.number, clientId(), message);
		if (this.stalled) {
			this.heldInput.add(packet);
		}
		else {
			receive(packet);
		}
	}

	private void receive(ReceivedPacket packet) {
		this.record.onPacket(packet);
		if (packet.connect() != null) {
			this.clientId = packet.clientId();
			this.will = packet.connect().will();
		}
		perform(this.script.forPacket(packet.type()), packet);
	}

	void perform(Answer answer, @Nullable ReceivedPacket packet) {
		answer.run(this, packet, () -> {
		});
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.router.remove(this);
		this.record.onClose(this.number);
		if (this.will != null) {
			FakePublish message = FakePublish.to(this.will.topic())
				.payload(this.will.payload())
				.qos(this.will.qos())
				.retain(this.will.retain());
			message.properties.user.addAll(this.will.userProperties());
			this.router.route(message, this);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!(cause instanceof IOException)) {
			this.record.onProblem(this.number, cause);
		}
		closeSocket();
	}

	void replyHonestly(ReceivedPacket packet, List<Integer> codes) {
		this.replies.reply(this, packet, codes);
	}

	void later(Duration delay, Runnable action) {
		this.channel.eventLoop().schedule(() -> {
			try {
				action.run();
			}
			catch (RuntimeException ex) {
				this.record.onProblem(this.number, ex);
				closeSocket();
			}
		}, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	void write(MqttMessage message) {
		send(message);
	}

	void writeRaw(byte[] bytes) {
		send(Unpooled.copiedBuffer(bytes));
	}

	private void send(Object message) {
		if (this.stalled) {
			this.heldOutput.add(message);
			return;
		}
		SentPacket packet = SentPacket.of(message);
		if (isOpen()) {
			// Before the client can answer it
			this.record.onSent(this.number, packet);
		}
		this.channel.writeAndFlush(message).addListener((written) -> {
			Throwable problem = written.cause();
			if (problem instanceof IOException) {
				this.record.onUnsent(this.number, packet, problem);
			}
			else if (problem != null) {
				this.record.onProblem(this.number, problem);
			}
		});
	}

	void publish(FakePublish publish) {
		if (this.clientId == null) {
			return;
		}
		int packetId = publish.packetId;
		if (packetId == 0 && publish.qos > 0) {
			this.lastPacketId = this.lastPacketId % 0xFFFF + 1;
			packetId = this.lastPacketId;
		}
		send(PacketWriter.publish(publish, packetId));
	}

	void disconnect(int reasonCode, @Nullable String serverReference) {
		PropertyBag properties = new PropertyBag();
		if (serverReference != null) {
			properties.values.put("serverReference", serverReference);
		}
		send(PacketWriter.reason(MqttMessageType.DISCONNECT, reasonCode, properties));
		close();
	}

	/** The client has said goodbye; only with 0x04 it wants its will published. */
	void farewell(int reasonCode) {
		if (reasonCode != 0x04) {
			this.will = null;
		}
		close();
	}

	/** Closes after what was written, with TLS's own goodbye. */
	void close() {
		if (!this.stalled) {
			this.channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
		}
	}

	void closeSocket() {
		this.channel.unsafe().close(this.channel.unsafe().voidPromise());
	}

	void reset() {
		this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
		closeSocket();
	}

	void stall() {
		this.stalled = true;
		this.intake.pause();
	}

	void resume() {
		this.stalled = false;
		while (!this.heldOutput.isEmpty() && !this.stalled) {
			send(this.heldOutput.remove());
		}
		while (!this.heldInput.isEmpty() && !this.stalled) {
			receive(this.heldInput.remove());
		}
		if (!this.stalled) {
			this.intake.resume();
		}
	}

	Collection<Router.Wish> wishes() {
		return this.subscriptions.values();
	}

	boolean subscribe(Router.Wish wish) {
		return this.subscriptions.put(wish.filter().filter(), wish) != null;
	}

	boolean unsubscribe(String filter) {
		return this.subscriptions.remove(filter) != null;
	}

	/** Whether the packet identifier is new. */
	boolean holdQos2(int packetId) {
		return this.heldQos2.add(packetId);
	}

	boolean releaseQos2(int packetId) {
		return this.heldQos2.remove(packetId);
	}

	String topicOf(ReceivedPacket packet) {
		if (!(packet.properties().get("topicAlias") instanceof Integer alias)) {
			return packet.topic();
		}
		if (!packet.topic().isEmpty()) {
			this.aliases.put(alias, packet.topic());
		}
		return this.aliases.getOrDefault(alias, packet.topic());
	}

}
