package io.mqttdriver.listener;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

import io.mqttdriver.MqttListenerContainer;
import io.mqttdriver.MqttListenerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * The listeners of an application. With the application it starts those that start by
 * themselves, and stops all: again and again, if need be. While it runs and has
 * listeners, it keeps the process alive. Safe for any thread.
 */
public final class DefaultMqttListenerRegistry implements MqttListenerRegistry, SmartLifecycle, AutoCloseable {

	/** After the connection, before whatever takes requests. */
	public static final int PHASE = Integer.MAX_VALUE - 100;

	private final ListenerGateway gateway;

	private final Map<String, ListenerContainer> containers = new ConcurrentSkipListMap<>();

	private final KeepAlive keepAlive = new KeepAlive();

	private volatile boolean running;

	/**
	 * Creates an empty registry.
	 * @param gateway subscribes the listeners
	 */
	public DefaultMqttListenerRegistry(ListenerGateway gateway) {
		this.gateway = gateway;
	}

	/**
	 * Adds a listener; it starts with the registry, or now if that runs.
	 * @param definition the listener
	 * @param autoStartup whether it starts by itself
	 * @throws IllegalArgumentException if the id is taken
	 */
	public void register(ListenerDefinition definition, boolean autoStartup) {
		ListenerContainer container = new ListenerContainer(this.gateway, definition, autoStartup);
		if (this.containers.putIfAbsent(definition.id(), container) != null) {
			throw new IllegalArgumentException("The id '" + definition.id() + "' is taken: give each listener its own");
		}
		if (this.running && autoStartup) {
			container.start();
		}
	}

	@Override
	public Set<String> getListenerIds() {
		return Collections.unmodifiableSet(new LinkedHashSet<>(this.containers.keySet()));
	}

	@Override
	public @Nullable MqttListenerContainer getListener(String id) {
		return this.containers.get(id);
	}

	@Override
	public void start() {
		this.running = true;
		if (!this.containers.isEmpty()) {
			this.keepAlive.start();
		}
		this.containers.values().stream().filter(ListenerContainer::isAutoStartup).forEach(ListenerContainer::start);
		this.gateway.started();
	}

	@Override
	public void stop() {
		this.running = false;
		this.gateway.stopped();
		this.containers.values().forEach(ListenerContainer::suspend);
		this.keepAlive.stop();
	}

	/**
	 * Ends with its context, also with one that is refreshed and so destroys its beans
	 * without stopping them: lets the process end.
	 */
	@Override
	public void close() {
		this.running = false;
		this.keepAlive.stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
