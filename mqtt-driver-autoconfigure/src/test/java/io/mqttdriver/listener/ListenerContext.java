package io.mqttdriver.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.mqttdriver.MqttPublish;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.MessageTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.validation.Validator;

/**
 * A small application with listeners and no driver.
 */
class ListenerContext implements AutoCloseable {

	final RecordingGateway gateway = new RecordingGateway();

	final List<MqttPublish> replies = new ArrayList<>();

	CompletionStage<?> replied = CompletableFuture.completedStage(null);

	ListenerDefaults defaults = ListenerDefaults.DEFAULT;

	@Nullable Validator validator;

	final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	static ListenerContext of(Class<?>... beans) {
		ListenerContext listeners = new ListenerContext();
		return listeners.start((context) -> {
			for (Class<?> bean : beans) {
				context.registerBean(bean);
			}
		});
	}

	ListenerContext property(String name, Object value) {
		this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource(name, Map.of(name, value)));
		return this;
	}

	ListenerContext start(Consumer<AnnotationConfigApplicationContext> beans) {
		MessageReader reader = new MessageReader(new MessageTypes(Map.of()), List.of(), JsonMapper.builder().build(),
				"type");
		this.context.registerBean(DefaultMqttListenerRegistry.class,
				() -> new DefaultMqttListenerRegistry(this.gateway));
		this.context.registerBean(MqttListenerProcessor.class, () -> new MqttListenerProcessor(reader,
				this.context.getBean(DefaultMqttListenerRegistry.class), this.defaults, this::reply, this.validator));
		this.context.registerBean(PropertySourcesPlaceholderConfigurer.class);
		beans.accept(this.context);
		this.context.refresh();
		return this;
	}

	private CompletionStage<?> reply(MqttPublish publish) {
		this.replies.add(publish);
		return this.replied;
	}

	DefaultMqttListenerRegistry registry() {
		return this.context.getBean(DefaultMqttListenerRegistry.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

}
