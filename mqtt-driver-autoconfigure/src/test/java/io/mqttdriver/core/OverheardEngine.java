package io.mqttdriver.core;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.mqttdriver.engine.ClientSpec;
import io.mqttdriver.engine.Engine;
import io.mqttdriver.engine.EngineClient;
import io.mqttdriver.engine.EngineEvents;

/**
 * Stands before the engine of a {@link SimulatedDriver} and keeps whom each client tells,
 * so that a test can say something in its name, also after its end. Not thread-safe.
 */
final class OverheardEngine implements Engine {

	/** Of each client, oldest first. */
	final List<EngineEvents> events = new ArrayList<>();

	private Engine engine;

	/** A driver that was built with this engine. */
	SimulatedDriver before(SimulatedDriver driver) {
		this.engine = driver.engine;
		return driver;
	}

	@Override
	public EngineClient open(ClientSpec spec, EngineEvents clientEvents) {
		this.events.add(clientEvents);
		return this.engine.open(spec, clientEvents);
	}

	@Override
	public void requireSupported(URI uri) {
		// As the scripted engine
	}

	@Override
	public boolean settlesKeptQos2() {
		return this.engine.settlesKeptQos2();
	}

}
