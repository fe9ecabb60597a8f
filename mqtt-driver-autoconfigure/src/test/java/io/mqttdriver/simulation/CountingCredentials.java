package io.mqttdriver.simulation;

import java.nio.charset.StandardCharsets;

import io.mqttdriver.MqttCredentials;
import io.mqttdriver.MqttCredentialsProvider;

/**
 * Other credentials each time.
 */
final class CountingCredentials implements MqttCredentialsProvider {

	private int asked;

	@Override
	public MqttCredentials getCredentials() {
		return new MqttCredentials("driver", Integer.toString(this.asked++).getBytes(StandardCharsets.UTF_8));
	}

}
