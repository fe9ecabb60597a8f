package io.mqttdriver.listener;

import java.util.List;

import io.mqttdriver.MqttMessageHandler;
import io.mqttdriver.inbound.InboundHandler;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.PayloadType;
import io.mqttdriver.topic.TopicTemplate;

import org.springframework.messaging.Message;

/**
 * Makes handlers of {@code MqttDriver.subscribe}. Stateless.
 */
public final class ProgrammaticHandlers {

	private ProgrammaticHandlers() {
	}

	/**
	 * Makes a handler that reads messages as a type. The type's name is known to the
	 * reader from here on.
	 * @param <T> the payload's type
	 * @param reader reads the messages
	 * @param type what payloads are read as
	 * @param handler takes them
	 * @param templates its topics, for the topic variables
	 * @return for the driver's inbound side
	 */
	public static <T> InboundHandler of(MessageReader reader, Class<T> type, MqttMessageHandler<T> handler,
			List<TopicTemplate> templates) {
		return new ReadingHandler(reader, PayloadType.of(type), List.copyOf(templates), (message, acknowledgment) -> {
			handler.handle(typed(message));
			return null;
		}, null);
	}

	/** The reader made a payload of the type. */
	@SuppressWarnings("unchecked")
	private static <T> Message<T> typed(Message<?> message) {
		return (Message<T>) message;
	}

}
