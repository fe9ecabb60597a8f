package io.mqttdriver.core;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Lets the simulation build a driver on threads, clocks and randomness of its own.
 */
public final class SimulationDoor {

	private SimulationDoor() {
	}

	public static DefaultMqttDriver build(DefaultMqttDriverBuilder builder, ScheduledExecutorService owner,
			ExecutorService handlers, ExecutorService callbacks, LongSupplier nanoTime, InstantSource wallClock,
			RandomGenerator random) {
		return builder.build(new DriverThreads(owner, handlers, callbacks), nanoTime, wallClock, random);
	}

}
