package io.mqttdriver.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;

/**
 * Makes messages that came in, for tests.
 */
public final class InboundPublishes {

	private InboundPublishes() {
	}

	public static InboundPublish of(String topic, String payload, String... userProperties) {
		return of(topic, payload.getBytes(StandardCharsets.UTF_8), properties(userProperties));
	}

	public static InboundPublish of(String topic, byte[] payload, PublishProperties properties) {
		return new InboundPublish(7, topic, payload, 1, false, false, List.of(), properties);
	}

	public static PublishProperties properties(String... userProperties) {
		return new PublishProperties(true, null, null, null, null, userProperties(userProperties));
	}

	public static List<UserProperty> userProperties(String... namesAndValues) {
		List<UserProperty> properties = new ArrayList<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			properties.add(new UserProperty(namesAndValues[i], namesAndValues[i + 1]));
		}
		return properties;
	}

}
