package io.mqttdriver.engine.paho;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What all clients of one engine share.
 *
 * @param scheduler deadlines and pings; tasks never block
 * @param workers what may block: ends of clients, name look-ups, and the events
 * @param resolver host names to addresses
 * @param nanoTime the clock
 * @param groups thread groups for clients
 */
record EngineResources(ScheduledExecutorService scheduler, Executor workers, PahoEngine.HostResolver resolver,
		LongSupplier nanoTime, ThreadGroups groups) {
}
