package io.mqttdriver.engine;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection could not be made or was lost.
 *
 * @param kind where it broke
 * @param reasonCode of CONNACK or DISCONNECT, {@link #NO_CODE} where none was sent
 * @param message for people: what happened, without a credential
 * @param serverReference the other server that 0x9C or 0x9D named, or none
 * @param cause the library's exception, or none
 */
public record EngineFailure(Kind kind, int reasonCode, String message, @Nullable String serverReference,
		@Nullable Throwable cause) {

	/** {@link #reasonCode()} where the server gave none. */
	public static final int NO_CODE = -1;

	/**
	 * Where it broke.
	 */
	public enum Kind {

		/** Name not resolved, or the connection not made. */
		UNREACHABLE,

		/** The TLS handshake failed. */
		TLS,

		/** {@link ClientSpec#connectTimeout()} passed before the CONNACK. */
		CONNECT_TIMEOUT,

		/** The server refused in its CONNACK. */
		REFUSED,

		/** The server sent a DISCONNECT. */
		DISCONNECTED,

		/** The socket was closed or reset, in whichever direction. */
		CLOSED,

		/** No answer within the keep-alive. */
		KEEP_ALIVE,

		/** Connected, but without the answer or the progress that was due. */
		STALLED,

		/** What came in was not MQTT 5, or more than was agreed. */
		PROTOCOL,

		/** The library failed. */
		LIBRARY

	}

	/**
	 * A failure without reason code.
	 * @param kind where it broke
	 * @param message for people
	 * @param cause the exception, or none
	 * @return the failure
	 */
	public static EngineFailure of(Kind kind, String message, @Nullable Throwable cause) {
		return new EngineFailure(kind, NO_CODE, message, null, cause);
	}

	/**
	 * The same failure, with what it means.
	 * @param meaning comes first
	 * @return a failure that says both
	 */
	public EngineFailure saying(String meaning) {
		return new EngineFailure(this.kind, this.reasonCode, meaning + "; " + this.message, this.serverReference,
				this.cause);
	}

}
