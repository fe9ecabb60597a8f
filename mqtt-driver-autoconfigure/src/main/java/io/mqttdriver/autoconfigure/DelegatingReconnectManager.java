package io.mqttdriver.autoconfigure;

import java.util.concurrent.CompletableFuture;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttReconnectManager;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle of an {@link MqttDriver} bean that the application made itself, such as a
 * decorator or a mock. Safe for any thread.
 */
final class DelegatingReconnectManager implements MqttReconnectManager {

	private final MqttDriver driver;

	private final boolean autoStartup;

	private final boolean required;

	private volatile boolean running;

	DelegatingReconnectManager(MqttDriver driver, boolean autoStartup, boolean required) {
		this.driver = driver;
		this.autoStartup = autoStartup;
		this.required = required;
	}

	@Override
	public CompletableFuture<Void> reconnect() {
		return given(this.driver.disconnect()).thenCompose((done) -> given(this.driver.connect()));
	}

	@Override
	public void resetCircuit() {
		this.driver.connect();
	}

	@Override
	public void start() {
		this.running = true;
		CompletableFuture<Void> connected = given(this.driver.connect());
		if (this.required) {
			connected.join();
		}
	}

	@Override
	public void stop() {
		this.running = false;
		given(this.driver.disconnect()).join();
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		given(this.driver.disconnect()).whenComplete((done, failure) -> callback.run());
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

	/** A mock returns null. */
	private static CompletableFuture<Void> given(@Nullable CompletableFuture<Void> future) {
		return (future != null) ? future : CompletableFuture.completedFuture(null);
	}

}
