package io.mqttdriver.engine;

import java.time.Duration;

/**
 * What a scripted server does with one PUBLISH of QoS 1 or 2. (One of QoS 0 has no
 * answer, but a connection can break on it.)
 *
 * @param kind what
 * @param reasonCode of the acknowledgement, or of the DISCONNECT
 * @param delay before it
 */
public record PublishAnswer(Kind kind, int reasonCode, Duration delay) {

	/** Kinds of answers. */
	public enum Kind {

		/** PUBACK, or PUBREC and PUBCOMP. */
		ACKNOWLEDGE,

		/** Nothing. */
		IGNORE,

		/** The connection breaks. */
		DROP,

		/** A DISCONNECT. */
		DISCONNECT

	}

	/** Acknowledges it. */
	public static PublishAnswer ok() {
		return code(0);
	}

	public static PublishAnswer code(int reasonCode) {
		return new PublishAnswer(Kind.ACKNOWLEDGE, reasonCode, Duration.ZERO);
	}

	public static PublishAnswer ignore() {
		return new PublishAnswer(Kind.IGNORE, 0, Duration.ZERO);
	}

	public static PublishAnswer drop() {
		return new PublishAnswer(Kind.DROP, 0, Duration.ZERO);
	}

	public static PublishAnswer disconnect(int reasonCode) {
		return new PublishAnswer(Kind.DISCONNECT, reasonCode, Duration.ZERO);
	}

	public PublishAnswer after(Duration delay) {
		return new PublishAnswer(this.kind, this.reasonCode, delay);
	}

}
