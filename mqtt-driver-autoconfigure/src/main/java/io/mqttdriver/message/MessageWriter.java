package io.mqttdriver.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.mqttdriver.MqttPublish;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.converter.MessageConverter;

/**
 * Writes what an application publishes as it goes over the wire: {@code byte[]} and
 * {@code String} as they are, anything else by the application's converters, then as
 * JSON, with its type name. Safe for any thread.
 */
public final class MessageWriter {

	private final MessageTypes types;

	private final PayloadWriter payloads;

	private final String typeProperty;

	/**
	 * Creates a writer.
	 * @param types the type names
	 * @param converters the application's converters, in order
	 * @param mapper writes JSON
	 * @param typeProperty the user property for the type name
	 */
	public MessageWriter(MessageTypes types, List<? extends MessageConverter> converters, JsonMapper mapper,
			String typeProperty) {
		this.types = types;
		this.payloads = new PayloadWriter(new UserConverters(converters), mapper);
		this.typeProperty = typeProperty;
	}

	/**
	 * Writes a message.
	 * @param publish what to publish
	 * @param defaultQos where it gives none
	 * @return for the wire
	 * @throws IllegalArgumentException if the payload can't be written; it names the
	 * class
	 */
	public OutboundPublish write(MqttPublish publish, int defaultQos) {
		Object payload = publish.payload();
		WrittenPayload written = this.payloads.write(payload, publish.contentType());
		PublishProperties properties = new PublishProperties(written.utf8(), publish.messageExpiry(),
				written.contentType(), publish.responseTopic(), publish.correlationData(),
				userProperties(publish, payload.getClass()));
		int qos = (publish.qos() != null) ? publish.qos() : defaultQos;
		return new OutboundPublish(publish.topic(), written.bytes(), qos, publish.retained(), properties);
	}

	private List<UserProperty> userProperties(MqttPublish publish, Class<?> type) {
		List<UserProperty> properties = new ArrayList<>();
		boolean named = false;
		for (var property : publish.userProperties()) {
			properties.add(new UserProperty(property.getKey(), property.getValue()));
			named = named || property.getKey().equals(this.typeProperty);
		}
		String name = named ? null : this.types.nameOf(type);
		if (name != null) {
			properties.add(new UserProperty(this.typeProperty, name));
		}
		return List.copyOf(properties);
	}

	/**
	 * A payload for the wire.
	 *
	 * @param bytes the bytes
	 * @param utf8 whether they are UTF-8 text
	 * @param contentType or none
	 */
	record WrittenPayload(byte[] bytes, boolean utf8, @Nullable String contentType) {

		static WrittenPayload text(String text, @Nullable String contentType) {
			return new WrittenPayload(text.getBytes(StandardCharsets.UTF_8), true, contentType);
		}

	}

}
