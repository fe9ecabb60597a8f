package io.mqttdriver.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.mqttdriver.MqttReconnectManager;

/**
 * The driver's lifecycle in a Spring context: connects in phase 0, before whatever
 * publishes starts, and disconnects after all of that has stopped.
 */
final class DefaultMqttReconnectManager implements MqttReconnectManager {

	private final DefaultMqttDriver driver;

	private final boolean autoStartup;

	private final boolean required;

	private volatile boolean running;

	DefaultMqttReconnectManager(DefaultMqttDriver driver, boolean autoStartup, boolean required) {
		this.driver = driver;
		this.autoStartup = autoStartup;
		this.required = required;
	}

	@Override
	public CompletableFuture<Void> reconnect() {
		return this.driver.reconnect();
	}

	@Override
	public void resetCircuit() {
		this.driver.resetCircuit();
	}

	/** Connects; where it is required, waits for the first pass over the servers. */
	@Override
	public void start() {
		if (this.running) {
			return;
		}
		CompletableFuture<Void> firstPass = this.driver.start();
		this.running = true;
		if (this.required) {
			try {
				firstPass.join();
			}
			catch (CompletionException ex) {
				this.running = false;
				this.driver.disconnect();
				throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
			}
		}
	}

	@Override
	public void stop() {
		this.running = false;
		this.driver.disconnect().join();
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.driver.disconnect().whenComplete((done, failure) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	@Override
	public int getPhase() {
		return 0;
	}

}
