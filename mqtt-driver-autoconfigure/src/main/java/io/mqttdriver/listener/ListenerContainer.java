package io.mqttdriver.listener;

import io.mqttdriver.MqttListenerContainer;
import org.jspecify.annotations.Nullable;

/**
 * One listener at run time. A lock keeps starting, stopping and pausing in order; it is
 * not held while handlers run.
 */
final class ListenerContainer implements MqttListenerContainer {

	private final ListenerGateway gateway;

	private final ListenerDefinition definition;

	private final boolean autoStartup;

	private @Nullable ListenerHandle handle;

	private boolean paused;

	ListenerContainer(ListenerGateway gateway, ListenerDefinition definition, boolean autoStartup) {
		this.gateway = gateway;
		this.definition = definition;
		this.autoStartup = autoStartup;
	}

	boolean isAutoStartup() {
		return this.autoStartup;
	}

	@Override
	public String getId() {
		return this.definition.id();
	}

	@Override
	public synchronized void start() {
		if (this.handle == null) {
			this.handle = this.gateway.subscribe(this.definition);
			if (this.paused) {
				this.handle.pause();
			}
		}
	}

	@Override
	public synchronized void stop() {
		ListenerHandle running = this.handle;
		this.handle = null;
		if (running != null) {
			running.cancel();
		}
	}

	@Override
	public synchronized void pause() {
		this.paused = true;
		if (this.handle != null) {
			this.handle.pause();
		}
	}

	@Override
	public synchronized void resume() {
		this.paused = false;
		if (this.handle != null) {
			this.handle.resume();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.handle != null;
	}

	@Override
	public synchronized boolean isPaused() {
		return (this.handle != null) ? this.handle.isPaused() : this.paused;
	}

}
