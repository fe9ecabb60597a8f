package io.mqttdriver.engine.paho;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Keeps the reason codes of the server's acknowledgements for the driver, and gives Paho
 * ones that it understands. Rule 9: Paho takes a refusal for success, and an unlisted
 * code ends the connection. Rule 13: a PUBREC of 0x80 or more ends one message, not the
 * connection. Written by the reading thread, read by Paho's callback thread.
 */
final class Acknowledgements {

	private final Map<Integer, Answer> answers = new ConcurrentHashMap<>();

	private final OpenPackets open;

	Acknowledgements(OpenPackets open) {
		this.open = open;
	}

	/** Notes what the packet says; the packet for Paho. */
	Frame take(Frame frame) throws ProtocolException {
		if (frame.body().length < 2) {
			throw new ProtocolException("The server sent an acknowledgement that is too short");
		}
		int packetId = frame.u16(0);
		if (frame.type() == Frame.SUBACK || frame.type() == Frame.UNSUBACK) {
			return takeCodes(frame, packetId);
		}
		Reply reply = Reply.of(frame, 2);
		boolean refused = frame.type() == Frame.PUBREC && reply.reasonCode() >= 0x80;
		this.open.acknowledged(frame.type(), packetId, refused);
		if (reply.reasonCode() != 0) {
			this.answers.put(packetId, new Answer(List.of(reply.reasonCode()), reply.reason()));
		}
		else if (frame.type() != Frame.PUBCOMP) {
			this.answers.remove(packetId);
		}
		return Frame.acknowledgement(refused ? Frame.PUBCOMP : frame.type(), packetId, 0);
	}

	private Frame takeCodes(Frame frame, int packetId) throws ProtocolException {
		byte[] body = frame.body();
		if (body.length < 3) {
			throw new ProtocolException("The server sent an acknowledgement that is too short");
		}
		int from = new WireProperties(body, 2).end();
		List<Integer> codes = IntStream.range(from, body.length).mapToObj(frame::u8).toList();
		this.open.acknowledged(frame.type(), packetId, false);
		this.answers.put(packetId, new Answer(codes, ""));
		byte[] plain = Arrays.copyOf(new byte[] { body[0], body[1], 0 }, 3 + codes.size());
		return new Frame(frame.first(), plain);
	}

	/** What the server said to a packet; asked once. */
	Answer answer(int packetId) {
		Answer answer = this.answers.remove(packetId);
		return (answer != null) ? answer : Answer.SUCCESS;
	}

	/**
	 * What the server said.
	 *
	 * @param codes one, or one for each filter
	 * @param reason the reason string, or an empty one
	 */
	record Answer(List<Integer> codes, String reason) {

		static final Answer SUCCESS = new Answer(List.of(0), "");

		int code() {
			return this.codes.get(0);
		}

	}

}
