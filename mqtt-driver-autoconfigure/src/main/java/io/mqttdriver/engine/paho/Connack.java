package io.mqttdriver.engine.paho;

import java.time.Duration;

import io.mqttdriver.engine.ServerLimits;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CONNACK (MQTT 5, 3.2) and makes the one that Paho gets to see. Rule 5: Paho is
 * told nothing but a receive maximum that it can read, and to leave keep-alive alone
 * (rule 17); all else stays here, for the driver. Used by the reading thread alone.
 */
final class Connack {

	private static final int PAHO_MAXIMUM = 32_767;

	private static final int UNACCEPTABLE_MQTT_3 = 1;

	static final int UNSUPPORTED_VERSION = 0x84;

	private int maximumQos = 2;

	private boolean retain = true;

	private long packetSize = ServerLimits.NONE.maximumPacketSize();

	private int receiveMaximum = ServerLimits.NONE.receiveMaximum();

	private boolean wildcard = true;

	private boolean shared = true;

	private boolean identifiers = true;

	private Duration keepAlive;

	private @Nullable String clientId;

	private @Nullable String reference;

	private Connack(Duration keepAlive) {
		this.keepAlive = keepAlive;
	}

	/** Why the server refused; none if it accepted. */
	static @Nullable Reply refusal(Frame frame) throws ProtocolException {
		byte[] body = frame.body();
		if (body.length < 2) {
			throw new ProtocolException("The server sent a CONNACK that is too short");
		}
		if (frame.u8(1) == 0) {
			return null;
		}
		if (body.length == 2 && frame.u8(1) == UNACCEPTABLE_MQTT_3) {
			return new Reply(UNSUPPORTED_VERSION, "", null);
		}
		return Reply.of(frame, 1);
	}

	static ServerLimits limits(Frame frame, Duration keepAlive) throws ProtocolException {
		if (frame.body().length < 3) {
			throw new ProtocolException("The server sent a CONNACK without properties: it is not one of MQTT 5");
		}
		Connack connack = new Connack(keepAlive);
		new WireProperties(frame.body(), 2)
			.forEach((identifier, at, length) -> connack.take(frame.body(), identifier, at, length));
		return connack.limits();
	}

	static boolean sessionPresent(Frame frame) {
		return (frame.u8(0) & 1) == 1;
	}

	static Frame forPaho(Frame frame, ServerLimits limits) {
		int maximum = limits.window();
		return Frame.of(Frame.CONNACK, frame.u8(0), 0, 6, 0x13, 0, 0, WireProperties.RECEIVE_MAXIMUM, maximum >> 8,
				maximum);
	}

	private void take(byte[] body, int identifier, int at, int length) throws ProtocolException {
		switch (identifier) {
			case WireProperties.RECEIVE_MAXIMUM -> this.receiveMaximum = positive(WireProperties.u16(body, at));
			case 0x27 -> this.packetSize = positive(WireProperties.u32(body, at));
			case 0x24 -> this.maximumQos = body[at];
			case 0x25 -> this.retain = body[at] != 0;
			case 0x28 -> this.wildcard = body[at] != 0;
			case 0x29 -> this.identifiers = body[at] != 0;
			case 0x2A -> this.shared = body[at] != 0;
			case 0x13 -> this.keepAlive = Duration.ofSeconds(WireProperties.u16(body, at));
			case 0x12 -> this.clientId = WireProperties.text(body, at, length);
			case WireProperties.SERVER_REFERENCE -> this.reference = WireProperties.text(body, at, length);
			default -> {
			}
		}
	}

	private static int positive(int value) throws ProtocolException {
		return (int) positive((long) value);
	}

	private static long positive(long value) throws ProtocolException {
		if (value == 0) {
			throw new ProtocolException("The server announced a limit of 0 in its CONNACK");
		}
		return value;
	}

	private ServerLimits limits() {
		return new ServerLimits(this.maximumQos, this.retain, this.packetSize, this.receiveMaximum,
				Math.min(this.receiveMaximum, PAHO_MAXIMUM), this.wildcard, this.shared, this.identifiers,
				this.keepAlive, this.clientId, this.reference);
	}

}
