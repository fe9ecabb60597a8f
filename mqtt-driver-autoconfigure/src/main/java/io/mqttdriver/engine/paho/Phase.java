package io.mqttdriver.engine.paho;

/**
 * How far a connection attempt got.
 */
enum Phase {

	/** The name is looked up. */
	NAME("the name was not resolved"),

	/** The socket is connected. */
	SOCKET("the TCP connection was not made"),

	/** The TLS handshake is under way. */
	TLS("the TLS handshake did not end"),

	/** The CONNECT is or will be sent. */
	CONNACK("no CONNACK came");

	private final String unfinished;

	Phase(String unfinished) {
		this.unfinished = unfinished;
	}

	String unfinished() {
		return this.unfinished;
	}

}
