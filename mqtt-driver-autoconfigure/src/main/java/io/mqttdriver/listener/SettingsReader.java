package io.mqttdriver.listener;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.listener.ListenerDefinition.Retain;
import io.mqttdriver.topic.TopicNames;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

/**
 * Resolves and checks the attributes of an annotation. Used by the starting thread.
 */
final class SettingsReader {

	private final Expressions expressions;

	private final ListenerDefaults defaults;

	SettingsReader(Expressions expressions, ListenerDefaults defaults) {
		this.expressions = expressions;
		this.defaults = defaults;
	}

	ListenerSettings read(ListenerSite site, MqttListener annotation) {
		String group = this.expressions.text(site, "group", annotation.group());
		int qos = integer(site, "qos", annotation.qos(), 0, 2, this.defaults.qos());
		boolean manualAck = choice(site, "ackMode", annotation.ackMode(), AckMode.values(),
				this.defaults.manualAck() ? AckMode.MANUAL : AckMode.AUTO) == AckMode.MANUAL;
		if (manualAck && qos == 2 && !this.defaults.manualAckOfQos2()) {
			throw site.error("has ackMode manual at QoS 2, which the engine acknowledges by itself",
					"use qos = \"1\" or ackMode = \"auto\"");
		}
		return new ListenerSettings(id(site, annotation.id()), templates(site, annotation, group), group, qos,
				integer(site, "concurrency", annotation.concurrency(), 1, Integer.MAX_VALUE,
						this.defaults.concurrency()),
				manualAck, this.expressions.text(site, "errorHandler", annotation.errorHandler()),
				choice(site, "retain", annotation.retain(), Retain.values(), Retain.ALWAYS),
				choice(site, "autoStartup", annotation.autoStartup(), Switch.values(),
						this.defaults.autoStartup() ? Switch.TRUE : Switch.FALSE) == Switch.TRUE);
	}

	private @Nullable String id(ListenerSite site, String value) {
		String id = this.expressions.text(site, "id", value);
		if (id != null && !isValidId(id)) {
			throw site.error("has id \"" + id + "\"", "use letters, digits, '.', '_' and '-' only");
		}
		return id;
	}

	static boolean isValidId(String id) {
		return id.chars().allMatch(SettingsReader::isIdCharacter);
	}

	static boolean isIdCharacter(int character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || "._-".indexOf(character) >= 0;
	}

	private List<TopicTemplate> templates(ListenerSite site, MqttListener annotation, @Nullable String group) {
		List<String> topics = this.expressions.texts(site, "topic", annotation.topic());
		if (topics.isEmpty()) {
			throw site.error("has no topic", "give at least one filter, such as @MqttListener(\"plant/{id}/state\")");
		}
		return new LinkedHashSet<>(topics).stream().map((topic) -> template(site, topic, group)).toList();
	}

	private static TopicTemplate template(ListenerSite site, String topic, @Nullable String group) {
		try {
			TopicTemplate template = TopicTemplate.parse(topic);
			if (group == null) {
				return template;
			}
			if (template.filter().group() != null) {
				throw site.error("has group \"" + group + "\" and a topic with a group, \"" + topic + "\"",
						"name the group in one place");
			}
			TopicNames.requireShareName(group);
			TopicTemplate.parse("$share/" + group + "/" + topic);
			return template;
		}
		catch (IllegalArgumentException ex) {
			throw site.error("has a topic or group that can't be subscribed to", String.valueOf(ex.getMessage()), ex);
		}
	}

	private int integer(ListenerSite site, String attribute, String value, int from, int to, int otherwise) {
		String text = this.expressions.text(site, attribute, value);
		if (text == null) {
			return otherwise;
		}
		try {
			int number = Integer.parseInt(text);
			if (number >= from && number <= to) {
				return number;
			}
			throw outside(site, attribute, text, from, to, null);
		}
		catch (NumberFormatException ex) {
			throw outside(site, attribute, text, from, to, ex);
		}
	}

	private static InvalidMqttListenerException outside(ListenerSite site, String attribute, String text, int from,
			int to, @Nullable Throwable cause) {
		String range = (to == Integer.MAX_VALUE) ? "a whole number from " + from
				: "a whole number from " + from + " to " + to;
		return site.error("has " + attribute + " \"" + text + "\"", "give " + range, cause);
	}

	private <E extends Enum<E>> E choice(ListenerSite site, String attribute, String value, E[] values, E otherwise) {
		String text = this.expressions.text(site, attribute, value);
		if (text == null) {
			return otherwise;
		}
		return Arrays.stream(values)
			.filter((one) -> one.name().equalsIgnoreCase(text))
			.findFirst()
			.orElseThrow(() -> site.error("has " + attribute + " \"" + text + "\"",
					"give one of " + Arrays.stream(values)
						.map((one) -> one.name().toLowerCase(Locale.ROOT))
						.collect(Collectors.joining(", "))));
	}

	private enum AckMode {

		AUTO, MANUAL

	}

	private enum Switch {

		TRUE, FALSE

	}

}
