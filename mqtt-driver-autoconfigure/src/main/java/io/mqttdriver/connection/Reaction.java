package io.mqttdriver.connection;

import io.mqttdriver.engine.EngineFailure;
import io.mqttdriver.engine.EngineFailure.Kind;

/**
 * What a failure means for the next step, by its reason code (MQTT 5, 3.2.2.2 and
 * 3.14.2.1).
 */
enum Reaction {

	/** Again, with back-off. */
	AGAIN,

	/** Closed or reset without a word: again, with back-off. */
	CLOSED,

	/** Again, with back-off from a longer start. */
	BUSY,

	/** Another server was named. */
	OTHER_SERVER,

	/** Our fault: it won't get better by itself, so the circuit opens sooner. */
	OUR_FAULT,

	/** The credentials are refused: asked again, then as our fault. */
	CREDENTIALS,

	/** The client id is refused: as our fault. */
	CLIENT_ID,

	/** Another client has taken over the session. */
	TAKEN_OVER,

	/** Banned: the circuit opens at once. */
	BANNED;

	static Reaction to(EngineFailure failure) {
		return switch (failure.reasonCode()) {
			case 0x81, 0x82, 0x83, 0x84, 0x8C, 0x95, 0x99, 0x9A, 0x9B -> OUR_FAULT;
			case 0x85 -> CLIENT_ID;
			case 0x86, 0x87 -> CREDENTIALS;
			case 0x88, 0x89, 0x97, 0x9F -> BUSY;
			case 0x8A -> BANNED;
			case 0x8E -> TAKEN_OVER;
			case 0x9C, 0x9D -> OTHER_SERVER;
			case EngineFailure.NO_CODE -> (failure.kind() == Kind.CLOSED) ? CLOSED : AGAIN;
			default -> AGAIN;
		};
	}

	/** The server has no room for us, or names no other one that we may use. */
	boolean asksToWait() {
		return this == BUSY || this == OTHER_SERVER;
	}

	boolean isOurFault() {
		return this == OUR_FAULT || this == CREDENTIALS || this == CLIENT_ID;
	}

	boolean refusesClientId() {
		return this == CLIENT_ID || this == CREDENTIALS;
	}

}
