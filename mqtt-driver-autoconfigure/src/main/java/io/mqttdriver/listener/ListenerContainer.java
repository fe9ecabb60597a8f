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

	private boolean suspended;

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

	/**
	 * Stops with the application. A kept session keeps the subscription of what starts
	 * with the application again: else the server would drop what comes meanwhile.
	 */
	synchronized void suspend() {
		if (this.autoStartup && this.handle != null && this.handle.suspend()) {
			this.suspended = true;
		}
		else {
			stop();
		}
	}

	@Override
	public synchronized void start() {
		if (this.suspended && this.handle != null) {
			this.suspended = false;
			if (!this.paused) {
				this.handle.resume();
			}
		}
		else if (this.handle == null) {
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
		this.suspended = false;
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
		if (this.handle != null && !this.suspended) {
			this.handle.resume();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.handle != null && !this.suspended;
	}

	@Override
	public synchronized boolean isPaused() {
		return (this.handle != null && !this.suspended) ? this.handle.isPaused() : this.paused;
	}

}
