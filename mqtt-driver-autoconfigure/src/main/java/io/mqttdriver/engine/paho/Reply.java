package io.mqttdriver.engine.paho;

import org.jspecify.annotations.Nullable;

/**
 * Why the server refused or ended a connection: what Paho drops of a CONNACK or a
 * DISCONNECT (rule 20).
 *
 * @param reasonCode the code
 * @param reason the reason string, or an empty one
 * @param serverReference the other server, or none
 */
record Reply(int reasonCode, String reason, @Nullable String serverReference) {

	static Reply of(Frame frame, int codeAt) throws ProtocolException {
		int code = (frame.body().length > codeAt) ? frame.u8(codeAt) : 0;
		if (frame.body().length <= codeAt + 1) {
			return new Reply(code, "", null);
		}
		String[] found = { "", null };
		new WireProperties(frame.body(), codeAt + 1).forEach((identifier, at, length) -> {
			if (identifier == WireProperties.REASON_STRING) {
				found[0] = WireProperties.text(frame.body(), at, length);
			}
			else if (identifier == WireProperties.SERVER_REFERENCE) {
				found[1] = WireProperties.text(frame.body(), at, length);
			}
		});
		return new Reply(code, found[0], found[1]);
	}

	/** The reason string for people: one line, bounded, nothing unprintable. */
	String describe() {
		String line = this.reason.replaceAll("\\p{Cntrl}", " ").strip();
		return line.isEmpty() ? "" : ": " + line.substring(0, Math.min(line.length(), 200));
	}

}
