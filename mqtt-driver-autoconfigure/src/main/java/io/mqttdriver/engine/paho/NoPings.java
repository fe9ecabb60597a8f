package io.mqttdriver.engine.paho;

import org.eclipse.paho.mqttv5.client.MqttPingSender;
import org.eclipse.paho.mqttv5.client.internal.ClientComms;

/**
 * Keeps Paho from starting a timer thread of its own. Rule 17: pings are the business of
 * {@link KeepAlive}.
 */
final class NoPings implements MqttPingSender {

	@Override
	public void init(ClientComms comms) {
	}

	@Override
	public void start() {
	}

	@Override
	public void stop() {
	}

	@Override
	public void schedule(long delayInMilliseconds) {
	}

}
