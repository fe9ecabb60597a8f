package io.mqttdriver.benchmark.fault.client;

/**
 * The clients compared.
 */
public enum ClientKind {

	/** The driver as it is by default. */
	DRIVER("mqtt-driver", true,
			"defaults: no session, a fresh client id on every rebuild; min-interval and"
					+ " stable-after 0 s where nobody is to wait",
			(setup) -> DriverClient.open(setup, false)),

	/** The driver with a kept session. */
	DRIVER_SESSION("mqtt-driver, session kept", true, "session-expiry 1 h, hence a stable client id; else as above",
			(setup) -> DriverClient.open(setup, true)),

	/** Eclipse Paho v5. */
	PAHO("Paho", false,
			"automatic reconnect, clean start false, session expiry 1 h, file persistence, disconnected"
					+ " buffer of 10,000, subscribes again in connectComplete",
			PahoClient::open),

	/** HiveMQ's client. */
	HIVEMQ("HiveMQ", false, "automatic reconnect, clean start false, session expiry 1 h, publishes again if the session"
			+ " expired; initial delay 1 ms where nobody is to wait", HiveMqClient::open);

	private final String title;

	private final boolean ours;

	private final String settings;

	private final Opener opener;

	ClientKind(String title, boolean ours, String settings, Opener opener) {
		this.title = title;
		this.ours = ours;
		this.settings = settings;
		this.opener = opener;
	}

	/** How it is set up. */
	public String settings() {
		return this.settings;
	}

	public String title() {
		return this.title;
	}

	/** Whether its rows are held to the promise. */
	public boolean isOurs() {
		return this.ours;
	}

	/** Whether it keeps its session at the broker. */
	public boolean keepsSession() {
		return this != DRIVER;
	}

	/** Makes one that is connected and subscribed. */
	public ClientUnderTest open(ClientSetup setup) throws Exception {
		return this.opener.open(setup);
	}

	/** Makes a client. */
	@FunctionalInterface
	private interface Opener {

		ClientUnderTest open(ClientSetup setup) throws Exception;

	}

}
