package io.mqttdriver.inbound;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;

/**
 * How much memory a message takes, about. Stateless.
 */
final class Sizes {

	private Sizes() {
	}

	static long of(InboundPublish publish) {
		PublishProperties properties = publish.properties();
		byte[] correlationData = properties.correlationData();
		long bytes = publish.payload().length + publish.topic().length();
		bytes += (correlationData != null) ? correlationData.length : 0;
		for (UserProperty property : properties.userProperties()) {
			bytes += property.name().length() + property.value().length();
		}
		return bytes;
	}

}
