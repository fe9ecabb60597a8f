package io.mqttdriver.listener;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.mqttdriver.MqttListenerErrorHandler;
import io.mqttdriver.annotation.MqttListener;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.topic.TopicTemplate;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.integration.acks.SimpleAcknowledgment;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

/**
 * Makes a listener of an annotated method, or says what is wrong with it. Used by the
 * starting thread.
 */
final class ListenerFactory {

	private final ConfigurableListableBeanFactory beanFactory;

	private final MessageReader reader;

	private final ReplySink sink;

	private final MessageHandlerMethodFactory methods;

	private final Expressions expressions;

	private final SettingsReader settings;

	ListenerFactory(ConfigurableListableBeanFactory beanFactory, MessageReader reader, ListenerDefaults defaults,
			ReplySink sink, MessageHandlerMethodFactory methods) {
		this.beanFactory = beanFactory;
		this.reader = reader;
		this.sink = sink;
		this.methods = methods;
		this.expressions = new Expressions(beanFactory);
		this.settings = new SettingsReader(this.expressions, defaults);
	}

	/**
	 * Makes a listener.
	 * @param index of the annotation among those of the method
	 */
	Listener create(ListenerSite site, MergedAnnotation<MqttListener> found, int index) {
		MqttListener annotation = found.synthesize();
		ListenerSettings given = this.settings.read(site, annotation);
		ListenerSignature signature = ListenerSignature.of(site, annotation.type());
		requireVariables(site, given.templates(), signature);
		requireAcknowledgment(site, given.manualAck(), signature);
		String id = (given.id() != null) ? given.id() : defaultId(site, index);
		Replies replies = new Replies(this.sink, sendTo(site, given.templates()));
		MethodTarget target = new MethodTarget(new ListenerBean(site, this.beanFactory, this.methods), replies,
				given.manualAck());
		ReadingHandler handler = handler(site, signature, given, target, recovery(site, id, given, replies));
		return new Listener(
				new ListenerDefinition(id, given.templates().stream().map(TopicTemplate::toString).toList(),
						given.group(), given.qos(), given.concurrency(), given.manualAck(), given.retain(), handler),
				given.autoStartup());
	}

	private ReadingHandler handler(ListenerSite site, ListenerSignature signature, ListenerSettings given,
			MethodTarget target, ReadingHandler.@Nullable Recovery recovery) {
		try {
			return new ReadingHandler(this.reader, signature.payloadType(), given.templates(), target, recovery);
		}
		catch (IllegalArgumentException ex) {
			throw site.error("has a payload type without a name for the wire", String.valueOf(ex.getMessage()), ex);
		}
	}

	private static void requireVariables(ListenerSite site, List<TopicTemplate> templates,
			ListenerSignature signature) {
		for (String name : signature.variables()) {
			for (TopicTemplate template : templates) {
				if (!template.variableNames().contains(name)) {
					throw site.error(
							"has @DestinationVariable \"" + name + "\", which topic \"" + template + "\" doesn't name",
							"write {" + name + "} for a level of that topic");
				}
			}
		}
	}

	private static void requireAcknowledgment(ListenerSite site, boolean manualAck, ListenerSignature signature) {
		if (manualAck && !signature.acknowledges()) {
			throw site.error("has ackMode manual and nothing to acknowledge with",
					"add a SimpleAcknowledgment parameter, or use ackMode = \"auto\"");
		}
		boolean asked = Arrays.stream(site.method().getParameterTypes())
			.anyMatch((type) -> type == SimpleAcknowledgment.class);
		if (!manualAck && asked) {
			throw site.error("has a SimpleAcknowledgment parameter, but ackMode auto",
					"use ackMode = \"manual\", or leave the parameter out");
		}
	}

	/** Further annotations on methods of the same name are counted from 2. */
	private static String defaultId(ListenerSite site, int index) {
		StringBuilder id = new StringBuilder();
		(site.beanName() + "." + site.method().getName()).chars()
			.map((character) -> SettingsReader.isIdCharacter(character) ? character : '-')
			.forEach((character) -> id.append((char) character));
		return (index == 0) ? id.toString() : id.append('-').append(index + 1).toString();
	}

	private List<String> sendTo(ListenerSite site, List<TopicTemplate> templates) {
		SendTo annotation = AnnotatedElementUtils.findMergedAnnotation(site.method(), SendTo.class);
		if (annotation == null) {
			annotation = AnnotatedElementUtils.findMergedAnnotation(site.beanClass(), SendTo.class);
		}
		if (annotation == null) {
			return List.of();
		}
		List<String> topics = this.expressions.texts(site, "@SendTo", annotation.value());
		for (TopicTemplate template : templates) {
			topics.forEach((topic) -> requireExpandable(site, topic, template));
		}
		return topics;
	}

	private static void requireExpandable(ListenerSite site, String topic, TopicTemplate template) {
		try {
			TopicTemplate.expand(topic, (name) -> template.variableNames().contains(name) ? "x" : null);
		}
		catch (IllegalArgumentException ex) {
			throw site.error(
					"has @SendTo \"" + topic + "\", which can't be published to for topic \"" + template + "\"",
					String.valueOf(ex.getMessage()), ex);
		}
	}

	private ReadingHandler.@Nullable Recovery recovery(ListenerSite site, String id, ListenerSettings given,
			Replies replies) {
		String name = given.errorHandler();
		if (name == null) {
			return null;
		}
		if (!this.beanFactory.containsBean(name)
				|| !this.beanFactory.isTypeMatch(name, MqttListenerErrorHandler.class)) {
			String known = Arrays.stream(this.beanFactory.getBeanNamesForType(MqttListenerErrorHandler.class))
				.collect(Collectors.joining(", ", "[", "]"));
			throw site.error("has errorHandler \"" + name + "\", which is no bean of type MqttListenerErrorHandler",
					"declare one, or name one of " + known);
		}
		return new ErrorHandling(id, this.beanFactory.getBean(name, MqttListenerErrorHandler.class), replies);
	}

	/**
	 * A listener to register.
	 *
	 * @param definition the listener
	 * @param autoStartup whether it starts by itself
	 */
	record Listener(ListenerDefinition definition, boolean autoStartup) {

	}

}
