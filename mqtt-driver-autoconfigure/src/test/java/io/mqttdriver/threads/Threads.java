package io.mqttdriver.threads;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Waiting for futures with a limit that means a deadlock, and the proof of it.
 */
public final class Threads {

	private static final String DRIVER = "io.mqttdriver";

	private static final LoggingSystem LOGGING = LoggingSystem.get(Threads.class.getClassLoader());

	private static @Nullable LogLevel formerLevel;

	private Threads() {
	}

	/**
	 * Waits for a future that has to end.
	 * @param what it is, for the failure
	 * @param future any outcome will do
	 * @return what it failed with, or {@code null}
	 */
	public static @Nullable Throwable outcome(String what, CompletableFuture<?> future) {
		try {
			future.get(Race.LIMIT_SECONDS, TimeUnit.SECONDS);
			return null;
		}
		catch (TimeoutException ex) {
			throw new AssertionError(what + " is never settled\n" + dump(), ex);
		}
		catch (ExecutionException ex) {
			return (ex.getCause() instanceof CompletionException wrapped && wrapped.getCause() != null)
					? wrapped.getCause() : ex.getCause();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(what, ex);
		}
	}

	/** Thousands of rounds would fill the log. */
	static void logLess() {
		formerLevel = LOGGING.getLoggerConfiguration(DRIVER).getConfiguredLevel();
		LOGGING.setLogLevel(DRIVER, LogLevel.OFF);
	}

	/** As before {@link #logLess}: others look at what the driver logs. */
	static void logAgain() {
		LOGGING.setLogLevel(DRIVER, formerLevel);
	}

	/** Waits until it is so. */
	static void until(String what, BooleanSupplier condition) {
		Awaitility.await(what)
			.atMost(Duration.ofSeconds(Race.LIMIT_SECONDS))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(condition::getAsBoolean);
	}

	/** Waits for a future that has to succeed. */
	static <T> T result(String what, CompletableFuture<T> future) {
		Throwable failure = outcome(what, future);
		if (failure != null) {
			throw new AssertionError(what + " failed", failure);
		}
		return future.join();
	}

	/**
	 * Where the threads of the driver, its engine and the tests are.
	 * @return their stacks
	 */
	public static String dump() {
		StringBuilder text = new StringBuilder();
		for (Map.Entry<Thread, StackTraceElement[]> entry : Thread.getAllStackTraces().entrySet()) {
			text.append('\n').append(entry.getKey());
			for (StackTraceElement frame : entry.getValue()) {
				text.append("\n\tat ").append(frame);
			}
		}
		return text.toString();
	}

}
