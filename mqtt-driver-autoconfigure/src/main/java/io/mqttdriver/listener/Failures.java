package io.mqttdriver.listener;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.ConversionException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;

/**
 * Judges what a listener threw. Stateless.
 */
final class Failures {

	private static final String CONSTRAINT_VIOLATION = "jakarta.validation.ConstraintViolationException";

	private Failures() {
	}

	/** What a future failed with, without the exceptions that only carry it. */
	static Throwable unwrap(Throwable failure) {
		Throwable result = failure;
		Throwable cause = result.getCause();
		while ((result instanceof CompletionException || result instanceof ExecutionException) && cause != null) {
			result = cause;
			cause = result.getCause();
		}
		return result;
	}

	/** Conversion and validation fail the same way each time. */
	static boolean isRetryable(Throwable failure) {
		Throwable cause = unwrap(failure);
		return !(cause instanceof MessageConversionException || cause instanceof MethodArgumentResolutionException
				|| cause instanceof ConversionException || isConstraintViolation(cause.getClass()));
	}

	/** By name: Jakarta Validation may be absent. */
	private static boolean isConstraintViolation(@Nullable Class<?> type) {
		return type != null
				&& (type.getName().equals(CONSTRAINT_VIOLATION) || isConstraintViolation(type.getSuperclass()));
	}

}
