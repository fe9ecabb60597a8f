package io.mqttdriver.core;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

import io.mqttdriver.engine.Engine;
import io.mqttdriver.message.MessageReader;
import io.mqttdriver.message.MessageWriter;
import io.mqttdriver.observation.DriverObserver;

import org.springframework.context.ApplicationEventPublisher;

/**
 * What a driver is made with besides its settings; tests replace the clocks, the threads,
 * the randomness and the engine.
 *
 * @param engine the MQTT library
 * @param threads owner, handlers, callbacks
 * @param nanoTime the monotonic clock
 * @param wallClock for people and client ids
 * @param random for jitter and spread
 * @param reader reads incoming messages
 * @param writer writes outgoing ones
 * @param observer is told what can be measured
 * @param events is told what happens to the connection
 * @param awaitListeners whether messages wait until the listeners have started
 */
record Collaborators(Engine engine, DriverThreads threads, LongSupplier nanoTime, InstantSource wallClock,
		RandomGenerator random, MessageReader reader, MessageWriter writer, DriverObserver observer,
		ApplicationEventPublisher events, boolean awaitListeners) {
}
