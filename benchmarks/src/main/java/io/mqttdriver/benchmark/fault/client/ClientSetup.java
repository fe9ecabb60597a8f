package io.mqttdriver.benchmark.fault.client;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What every client is given.
 *
 * @param port of the broker, on this machine
 * @param clientId the client id
 * @param folder for what it keeps in files
 * @param filter what it subscribes to, with QoS 1
 * @param handler is given each payload
 * @param eager whether it reconnects as fast as its settings allow
 */
public record ClientSetup(int port, String clientId, Path folder, String filter, Consumer<String> handler,
		boolean eager) {

	/** The same, with its files elsewhere. */
	public ClientSetup in(Path otherFolder) {
		return new ClientSetup(this.port, this.clientId, otherFolder, this.filter, this.handler, this.eager);
	}

}
