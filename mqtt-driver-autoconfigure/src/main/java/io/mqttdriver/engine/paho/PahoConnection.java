package io.mqttdriver.engine.paho;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttToken;
import org.eclipse.paho.mqttv5.client.internal.MqttState;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;

/**
 * The Paho client of one connection, with a network module of ours. Rules 6 and 18: a
 * store of its own; an end that doesn't depend on the peer. Sending is safe from any
 * thread, ending belongs to the one thread that tears down.
 */
final class PahoConnection extends MqttAsyncClient {

	private static final Log logger = LogFactory.getLog(PahoConnection.class);

	/** Paho checks it, and never uses it. */
	private static final String UNUSED_URI = "tcp://localhost:1883";

	private final NetworkModule module;

	private final MqttState state;

	private boolean shutDown;

	PahoConnection(String clientId, NetworkModule module) throws MqttException {
		super(UNUSED_URI, clientId, new MemoryPersistence(), new NoPings(), null);
		this.module = module;
		this.state = this.comms.getClientState();
	}

	@Override
	protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options) {
		return new NetworkModule[] { this.module };
	}

	/** Hands a packet to Paho's sender, past the checks that change or refuse it. */
	void send(MqttWireMessage packet, MqttToken token) throws MqttException {
		this.comms.sendNoWait(packet, token);
	}

	/**
	 * Ends Paho's threads once its socket is closed. While it is connecting it does that
	 * by itself, and must not be disturbed (rule 4). To be called again and again, for
	 * Paho's sender may miss the first call.
	 */
	void shutDown() {
		if (this.comms.isConnecting()) {
			return;
		}
		try {
			if (!this.shutDown) {
				this.shutDown = true;
				this.comms.shutdownConnection(null, null, null);
			}
			this.state.notifyQueueLock();
		}
		catch (RuntimeException ex) {
			logger.debug("Paho failed while it was shut down", ex);
		}
	}

	/** Lets Paho forget what it holds. */
	void discard() {
		try {
			close(true);
		}
		catch (MqttException | RuntimeException ex) {
			logger.debug("Paho failed while it was closed", ex);
		}
	}

}
