package io.mqttdriver.engine.paho;

import java.io.IOException;

import io.mqttdriver.engine.ServerLimits;
import org.jspecify.annotations.Nullable;

/**
 * Every incoming packet passes here before Paho sees it, if it does. Rules 5, 9, 13, 14,
 * 16 and 20, by packet type. Used by the reading thread alone.
 */
final class InboundFilter {

	private final PahoClient client;

	private final IncomingPublishes publishes;

	private final Acknowledgements acknowledgements;

	private final Backlog backlog;

	private boolean accepted;

	InboundFilter(PahoClient client, IncomingPublishes publishes, Acknowledgements acknowledgements, Backlog backlog) {
		this.client = client;
		this.publishes = publishes;
		this.acknowledgements = acknowledgements;
		this.backlog = backlog;
	}

	@Nullable Frame filter(Frame frame) throws IOException {
		if (this.accepted == (frame.type() == Frame.CONNACK)) {
			throw unexpected(frame);
		}
		if (frame.type() != Frame.PUBLISH && frame.flags() != ((frame.type() == Frame.PUBREL) ? 2 : 0)) {
			throw new ProtocolException("The server sent a packet with reserved bits set");
		}
		return switch (frame.type()) {
			case Frame.CONNACK -> connack(frame);
			case Frame.PUBLISH -> passed(this.publishes.take(frame));
			case Frame.PUBACK, Frame.PUBREC, Frame.PUBCOMP, Frame.SUBACK, Frame.UNSUBACK ->
				passed(this.acknowledgements.take(frame));
			case Frame.PUBREL -> passed(this.publishes.release(frame));
			case Frame.PINGRESP -> null;
			case Frame.DISCONNECT -> throw new ServerEndedException(Reply.of(frame, 0), false);
			default -> throw unexpected(frame);
		};
	}

	private Frame connack(Frame frame) throws IOException {
		Reply refusal = Connack.refusal(frame);
		if (refusal != null) {
			throw new ServerEndedException(refusal, true);
		}
		ServerLimits limits = Connack.limits(frame, this.client.keepAlive());
		this.accepted = true;
		this.client.accepted(limits, Connack.sessionPresent(frame));
		return Connack.forPaho(frame, limits);
	}

	private @Nullable Frame passed(@Nullable Frame frame) {
		if (frame != null && frame.type() != Frame.PUBREC) {
			this.backlog.given();
		}
		return frame;
	}

	private ProtocolException unexpected(Frame frame) {
		if (frame.type() == Frame.AUTH) {
			return new ProtocolException("The server asked for enhanced authentication, which engine 'paho' can't do");
		}
		return new ProtocolException("The server sent a packet of type " + frame.type()
				+ (this.accepted ? ", which a server doesn't send" : " before its CONNACK"));
	}

}
