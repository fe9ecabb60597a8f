package io.mqttdriver.message;

import java.util.ArrayList;
import java.util.List;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.engine.OutboundPublish;
import io.mqttdriver.engine.PublishProperties;
import io.mqttdriver.engine.PublishProperties.UserProperty;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: the original payload and properties, with what happened as user
 * properties. A dead letter goes with QoS 1, not retained, and does not expire.
 * Stateless.
 */
public final class DeadLetters {

	/** User property: why, in a word or a sentence. */
	public static final String REASON = "mqtt-driver-reason";

	/** User property: the class of the exception, where there was one. */
	public static final String EXCEPTION = "mqtt-driver-exception";

	/** User property: the exception's message, at most 1,000 characters of it. */
	public static final String MESSAGE = "mqtt-driver-message";

	/** User property: the id of the listener, where there was one. */
	public static final String LISTENER = "mqtt-driver-listener";

	/** User property: the topic that the message came on. */
	public static final String TOPIC = "mqtt-driver-topic";

	/** User property: how often the listener was tried. */
	public static final String ATTEMPTS = "mqtt-driver-attempts";

	private static final int MAX_TEXT = 1_000;

	private DeadLetters() {
	}

	/**
	 * Checks {@code mqtt.driver.listener.dead-letter-topic}.
	 * @param template a topic name; {@code {topic}} and {@code {listener}} are replaced
	 * @return the same
	 * @throws IllegalArgumentException if no topic name can come of it
	 */
	public static String requireValidTopic(String template) {
		expand(template, "t", "listener");
		return template;
	}

	/**
	 * Makes a dead letter.
	 * @param original what came in
	 * @param topicTemplate where to: {@code {topic}} is the original's topic,
	 * {@code {listener}} the listener's id, {@code unhandled} for none
	 * @param listenerId of the listener, or null if nothing took the message
	 * @param attempts how often the listener was tried
	 * @param failure what the listener threw, or null
	 * @param reason why, for people
	 * @return to be published
	 * @throws IllegalArgumentException if the topic would be longer than MQTT allows
	 */
	public static OutboundPublish of(InboundPublish original, String topicTemplate, @Nullable String listenerId,
			int attempts, @Nullable Throwable failure, String reason) {
		PublishProperties properties = original.properties();
		List<UserProperty> userProperties = new ArrayList<>(properties.userProperties());
		userProperties.add(new UserProperty(REASON, shortened(reason)));
		if (failure != null) {
			userProperties.add(new UserProperty(EXCEPTION, failure.getClass().getName()));
			userProperties.add(new UserProperty(MESSAGE, shortened(String.valueOf(failure.getMessage()))));
		}
		if (listenerId != null) {
			userProperties.add(new UserProperty(LISTENER, listenerId));
		}
		userProperties.add(new UserProperty(TOPIC, original.topic()));
		userProperties.add(new UserProperty(ATTEMPTS, Integer.toString(attempts)));
		String topic = expand(topicTemplate, original.topic(), (listenerId != null) ? listenerId : "unhandled");
		return new OutboundPublish(topic, original.payload(), 1, false,
				new PublishProperties(properties.utf8Payload(), null, properties.contentType(),
						properties.responseTopic(), properties.correlationData(), List.copyOf(userProperties)));
	}

	/**
	 * Whether a message is a dead letter itself, which is never dead-lettered again.
	 * @param publish what came in
	 * @return by its user properties
	 */
	public static boolean isDeadLetter(InboundPublish publish) {
		List<UserProperty> properties = publish.properties().userProperties();
		return has(properties, REASON) && has(properties, TOPIC) && has(properties, ATTEMPTS);
	}

	private static boolean has(List<UserProperty> properties, String name) {
		return properties.stream().anyMatch((property) -> property.name().equals(name));
	}

	private static String expand(String template, String topic, String listener) {
		return TopicTemplate.expand(template, (name) -> switch (name) {
			case "topic" -> topic;
			case "listener" -> listener;
			default -> null;
		});
	}

	/** No more than goes well in a packet, and nothing that MQTT strings can't hold. */
	/** An exception's message may have lines; MQTT strings should not (MQTT 5, 1.5.4). */
	private static String shortened(String text) {
		StringBuilder result = new StringBuilder();
		text.codePoints().limit(MAX_TEXT).map(DeadLetters::printable).forEach(result::appendCodePoint);
		return result.toString();
	}

	private static int printable(int character) {
		if (Character.isISOControl(character)) {
			return ' ';
		}
		boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
		boolean noCharacter = (character & 0xFFFE) == 0xFFFE || (character >= 0xFDD0 && character <= 0xFDEF);
		return (surrogate || noCharacter) ? '\uFFFD' : character;
	}

}
