package io.mqttdriver.inbound;

import java.util.HashSet;
import java.util.Set;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says once for each topic and type that nothing takes their messages. Remembers at most
 * {@value #REMEMBERED} of them, by hash; after that it says so and is quiet. Safe for use
 * by many threads.
 */
final class UnhandledLog {

	static final int REMEMBERED = 1000;

	private static final Log logger = LogFactory.getLog(UnhandledLog.class);

	private final String typeProperty;

	private final Set<Long> seen = new HashSet<>();

	UnhandledLog(String typeProperty) {
		this.typeProperty = typeProperty;
	}

	void unhandled(InboundPublish publish) {
		String type = type(publish);
		int known = remember(publish.topic(), type);
		if (known > 0) {
			logger.warn("No listener takes messages of " + (type.isEmpty() ? "no type" : "type " + Words.quoted(type))
					+ " on topic " + Words.quoted(publish.topic())
					+ ": add an @MqttListener for them, or narrow the filter. Said once for each topic and type");
		}
		if (known == REMEMBERED) {
			logger.warn("No listener takes messages of " + REMEMBERED
					+ " topics and types: further ones are counted in mqtt.driver.messages.unhandled, not logged");
		}
	}

	/** How many are known with this one, or 0 if it was known or is one too many. */
	private synchronized int remember(String topic, String type) {
		long key = ((long) topic.hashCode() << 32) | (type.hashCode() & 0xFFFFFFFFL);
		boolean isNew = this.seen.size() < REMEMBERED && this.seen.add(key);
		return isNew ? this.seen.size() : 0;
	}

	private String type(InboundPublish publish) {
		return publish.properties()
			.userProperties()
			.stream()
			.filter((property) -> property.name().equals(this.typeProperty))
			.map(UserProperty::value)
			.findFirst()
			.orElse("");
	}

}
