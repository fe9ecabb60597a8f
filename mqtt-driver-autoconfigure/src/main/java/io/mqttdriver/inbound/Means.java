package io.mqttdriver.inbound;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What every handling needs, made once by the {@link Dispatcher}.
 *
 * @param maxRetries after the first attempt
 * @param backOff between attempts
 * @param nanoTime the monotonic clock
 * @param later timer and handler threads
 * @param threads who is in user code
 * @param observer for meters
 * @param buffer bounds QoS 0
 * @param deadLetters where failures end
 * @param unhandledLog says what nobody takes
 * @param redelivered whether the server sends again what was not acknowledged
 */
record Means(int maxRetries, BackOff backOff, LongSupplier nanoTime, Later later, HandlerThreads threads,
		InboundObserver observer, Qos0Buffer buffer, DeadLetters deadLetters, UnhandledLog unhandledLog,
		boolean redelivered) {

	long now() {
		return this.nanoTime.getAsLong();
	}

	Duration since(long start) {
		return Duration.ofNanos(now() - start);
	}

}
