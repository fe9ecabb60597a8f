package io.mqttdriver.autoconfigure.endpoint;

import java.util.List;
import java.util.function.Consumer;

import io.mqttdriver.MqttDriver;
import io.mqttdriver.MqttListenerContainer;
import io.mqttdriver.MqttListenerRegistry;
import io.mqttdriver.MqttReconnectManager;
import io.mqttdriver.core.DriverDetails;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The endpoint {@code mqtt}: shows the driver, and lets operators trigger a rebuild,
 * reset the circuit, pause and resume listeners. The operations return at once. Safe for
 * any thread.
 */
@Endpoint(id = "mqtt", defaultAccess = Access.READ_ONLY)
public final class MqttEndpoint {

	private final MqttDriver driver;

	private final MqttReconnectManager manager;

	private final MqttListenerRegistry listeners;

	MqttEndpoint(MqttDriver driver, MqttReconnectManager manager, MqttListenerRegistry listeners) {
		this.driver = driver;
		this.manager = manager;
		this.listeners = listeners;
	}

	/**
	 * Shows the driver.
	 * @return a snapshot
	 */
	@ReadOperation
	public MqttDescriptor mqtt() {
		return (this.driver instanceof DriverDetails details) ? MqttDescriptor.of(details)
				: new MqttDescriptor(this.driver.status(), List.of(), List.of(), null, List.of());
	}

	/**
	 * Does something to the driver.
	 * @param action {@code reconnect} or {@code reset-circuit}
	 * @return whether there is such an action
	 */
	@WriteOperation
	public boolean act(@Selector String action) {
		switch (action) {
			case "reconnect" -> this.manager.reconnect();
			case "reset-circuit" -> this.manager.resetCircuit();
			default -> {
				return false;
			}
		}
		return true;
	}

	/**
	 * Does something to a listener.
	 * @param kind {@code listeners}
	 * @param id the listener's id
	 * @param action {@code pause} or {@code resume}
	 * @return whether there is such a listener and such an action
	 */
	@WriteOperation
	public boolean actOn(@Selector String kind, @Selector String id, @Selector String action) {
		MqttListenerContainer listener = kind.equals("listeners") ? this.listeners.getListener(id) : null;
		return listener != null && switch (action) {
			case "pause" -> does(listener, MqttListenerContainer::pause);
			case "resume" -> does(listener, MqttListenerContainer::resume);
			default -> false;
		};
	}

	private static boolean does(MqttListenerContainer listener, Consumer<MqttListenerContainer> action) {
		action.accept(listener);
		return true;
	}

}
