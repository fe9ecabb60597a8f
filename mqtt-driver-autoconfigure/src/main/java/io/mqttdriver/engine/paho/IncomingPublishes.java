package io.mqttdriver.engine.paho;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is owed for incoming publishes. Rule 16: they are acknowledged when the driver
 * says so, by a number that belongs to this client and this delivery. A message of QoS 2
 * is kept here until the server releases it (PUBREL): from then on the server never sends
 * it again, so that it is told once, whatever becomes of the connection; PUBCOMP is its
 * acknowledgement. Paho never hears of QoS 2, because it keeps every such message in
 * memory; to Paho it looks like QoS 1. Asked by the reading thread, Paho's callback
 * thread, and those that acknowledge.
 */
final class IncomingPublishes {

	private static final Log logger = LogFactory.getLog(IncomingPublishes.class);

	private static final int NOT_FOUND = 0x92;

	private final Map<Integer, Long> owed = new ConcurrentHashMap<>();

	/** QoS 2, not released yet. The reading thread's alone. */
	private final Map<Integer, Frame> kept = new HashMap<>();

	/** QoS 2, released and not acknowledged yet. */
	private final Set<Integer> released = ConcurrentHashMap.newKeySet();

	private final Set<Integer> repeated = ConcurrentHashMap.newKeySet();

	private final AtomicLong count = new AtomicLong();

	private final Consumer<Frame> output;

	private final Mailbox mailbox;

	private boolean warned;

	IncomingPublishes(Consumer<Frame> output, Mailbox mailbox) {
		this.output = output;
		this.mailbox = mailbox;
	}

	/** The packet for Paho, or none. */
	@Nullable Frame take(Frame frame) throws ProtocolException {
		PublishCheck check = PublishCheck.of(frame);
		int qos = PublishCheck.qos(frame);
		if (check.refusal() != 0) {
			refuse(qos, check);
			return null;
		}
		if ((frame.flags() & 8) != 0) {
			this.repeated.add(check.packetId());
		}
		if (qos < 2) {
			return frame;
		}
		this.kept.putIfAbsent(check.packetId(), frame);
		this.output.accept(Frame.acknowledgement(Frame.PUBREC, check.packetId(), 0));
		return null;
	}

	private void refuse(int qos, PublishCheck check) {
		if (!this.warned) {
			this.warned = true;
			logger
				.warn("A message that engine 'paho' can't read (control characters, bad UTF-8 or a wildcard in a text, "
						+ "or more than 32,767 bytes of correlation data) was refused; later ones on this connection are not logged");
		}
		if (qos > 0) {
			this.output.accept(
					Frame.acknowledgement((qos == 1) ? Frame.PUBACK : Frame.PUBREC, check.packetId(), check.refusal()));
		}
		this.mailbox.tell((events) -> events.unreadable(qos, check.refusal()));
	}

	/** The packet for Paho, or none. */
	@Nullable Frame release(Frame frame) throws ProtocolException {
		if (frame.body().length < 2) {
			throw new ProtocolException("The server sent a PUBREL that is too short");
		}
		int packetId = frame.u16(0);
		Frame message = this.kept.remove(packetId);
		if (message != null) {
			this.released.add(packetId);
			return new Frame((message.first() & ~6) | 2, message.body());
		}
		if (!this.released.contains(packetId)) {
			this.output.accept(Frame.acknowledgement(Frame.PUBCOMP, packetId, NOT_FOUND));
		}
		return null;
	}

	boolean isExactlyOnce(int packetId) {
		return this.released.contains(packetId);
	}

	boolean isRepeated(int packetId) {
		return this.repeated.remove(packetId);
	}

	/** The name of a delivery of QoS 1 or 2. */
	long deliver(int packetId) {
		long delivery = (this.count.incrementAndGet() << 16) | packetId;
		this.owed.put(packetId, delivery);
		return delivery;
	}

	void acknowledge(long delivery) {
		int packetId = (int) (delivery & 0xFFFF);
		if (this.owed.remove(packetId, delivery)) {
			int type = this.released.remove(packetId) ? Frame.PUBCOMP : Frame.PUBACK;
			this.output.accept(Frame.acknowledgement(type, packetId, 0));
		}
	}

}
