package io.mqttdriver.message;

import java.util.List;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.support.GenericMessage;

/**
 * Reads what came in as Spring messages: which handler a message is for by its type name,
 * its payload as the handler's type, its headers. Converters are asked in this order:
 * bytes, {@code String}, the application's, JSON. JSON is read within limits: where the
 * mapper sets none, at most a million tokens and 16 MB; depth, numbers, names and strings
 * by Jackson's own. Safe for any thread.
 */
public final class MessageReader {

	private final MessageTypes types;

	private final PayloadReader payloads;

	/**
	 * Creates a reader.
	 * @param types the type names
	 * @param converters the application's converters, in order
	 * @param mapper reads JSON; rebuilt with limits, not changed
	 * @param typeProperty the user property with the type name
	 */
	public MessageReader(MessageTypes types, List<? extends MessageConverter> converters, JsonMapper mapper,
			String typeProperty) {
		this.types = types;
		this.payloads = new PayloadReader(types, new UserConverters(converters), new JsonPayloads(mapper),
				typeProperty);
	}

	/**
	 * Makes the type of a handler known by its name on the wire. To be called before
	 * messages are read for that handler.
	 * @param type the handler's type
	 * @return the same type
	 */
	public PayloadType register(PayloadType type) {
		this.types.add(type.rawClass());
		return type;
	}

	/**
	 * Reads a message for a handler.
	 * @param publish what came in
	 * @param type what the handler reads payloads as
	 * @param templates the handler's topics, for the topic variables
	 * @param alone whether the handler's is the only object type on the topic
	 * @return the message; its payload is an empty {@code byte[]} where the type allows
	 * that; null if the message is not for the handler
	 * @throws org.springframework.messaging.converter.MessageConversionException if it is
	 * for the handler and can't be read
	 */
	public @Nullable Message<?> read(InboundPublish publish, PayloadType type, List<TopicTemplate> templates,
			boolean alone) {
		Object payload = this.payloads.read(publish, type, alone);
		return (payload != null) ? new GenericMessage<>(payload, InboundHeaders.of(publish, templates)) : null;
	}

	/**
	 * The message as it came, for error handlers.
	 * @param publish what came in
	 * @param templates the handler's topics, for the topic variables
	 * @return with the bytes as its payload
	 */
	public Message<byte[]> raw(InboundPublish publish, List<TopicTemplate> templates) {
		return new GenericMessage<>(publish.payload(), InboundHeaders.of(publish, templates));
	}

}
