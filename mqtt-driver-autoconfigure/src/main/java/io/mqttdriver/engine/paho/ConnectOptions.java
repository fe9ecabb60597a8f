package io.mqttdriver.engine.paho;

import java.time.Duration;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.OutboundPublish;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * A {@link ClientSpec} in Paho's words. Rules 5 and 18: no alias, no automatic reconnect.
 */
final class ConnectOptions {

	private static final long FOREVER = 0xFFFF_FFFFL;

	private ConnectOptions() {
	}

	static MqttConnectionOptions of(ClientSpec spec) {
		MqttConnectionOptions options = new MqttConnectionOptions();
		options.setAutomaticReconnect(false);
		options.setUseSubscriptionIdentifiers(false);
		options.setCleanStart(spec.cleanStart());
		options.setKeepAliveInterval(keepAliveSeconds(spec));
		options.setSessionExpiryInterval(seconds(spec.sessionExpiry()));
		options.setReceiveMaximum(spec.receiveMaximum());
		options.setMaximumPacketSize((long) spec.maximumPacketSize());
		options.setUserName(spec.credentials().username());
		options.setPassword(spec.credentials().password());
		ClientSpec.Will will = spec.will();
		if (will != null) {
			OutboundPublish publish = will.publish();
			MqttProperties properties = PublishEncoder.properties(publish.properties());
			properties.setWillDelayInterval(seconds(will.delay()));
			options.setWill(publish.topic(),
					new MqttMessage(publish.payload(), publish.qos(), publish.retained(), properties));
			options.setWillMessageProperties(properties);
		}
		return options;
	}

	/** The keep-alive as it goes over the wire: whole seconds, 16 bits. */
	static int keepAliveSeconds(ClientSpec spec) {
		return (int) Math.min(seconds(spec.keepAlive()), 0xFFFF);
	}

	/** Rounded up, so that nothing above zero becomes zero. */
	static long seconds(Duration duration) {
		long seconds = duration.getSeconds() + ((duration.getNano() > 0) ? 1 : 0);
		return Math.max(0, Math.min(seconds, FOREVER));
	}

}
