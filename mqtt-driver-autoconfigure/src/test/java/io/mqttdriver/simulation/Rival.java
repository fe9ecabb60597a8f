package io.mqttdriver.simulation;

import java.time.Duration;

/**
 * Another application with the driver's client id. Each time the driver throws it out, it
 * comes back and throws the driver out.
 */
final class Rival {

	private final World world;

	private final String clientId;

	private final Duration returnsAfter;

	private final boolean silent;

	private int times;

	/**
	 * Makes one.
	 * @param silent whether the broker closes on takeover without a DISCONNECT
	 * @param times how often it comes back
	 */
	Rival(World world, String clientId, Duration returnsAfter, boolean silent, int times) {
		this.world = world;
		this.clientId = clientId;
		this.returnsAfter = returnsAfter;
		this.silent = silent;
		this.times = times;
	}

	/** It connects for the first time, while the driver is connected. */
	void arrive(BrokerPeer peer) {
		if (peer.spec().clientId().equals(this.clientId) && peer.isConnected()) {
			peer.takenOver(!this.silent);
		}
	}

	/** The driver has connected. */
	void kicked(BrokerPeer peer) {
		if (peer.spec().clientId().equals(this.clientId)) {
			this.world.after(this.returnsAfter, () -> takeOver(peer));
		}
	}

	private void takeOver(BrokerPeer peer) {
		if (this.times > 0 && peer.isConnected()) {
			this.times--;
			this.world.struck(Row.L5);
			peer.takenOver(!this.silent);
		}
	}

	void leave() {
		this.times = 0;
	}

}
