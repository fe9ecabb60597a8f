package io.mqttdriver.outbound;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

import io.mqttdriver.MqttDriverException;
import io.mqttdriver.MqttPublishResult;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells the outcome of a publish: to the observer, then to the future, on the callback
 * threads. Stateless; called with no lock held, once for each delivery by the one that
 * settled it.
 */
final class Settlements {

	private static final Log logger = LogFactory.getLog(Settlements.class);

	private final Executor callbacks;

	private final PublishObserver observer;

	private final LongSupplier nanoTime;

	Settlements(Executor callbacks, PublishObserver observer, LongSupplier nanoTime) {
		this.callbacks = callbacks;
		this.observer = observer;
		this.nanoTime = nanoTime;
	}

	long now() {
		return this.nanoTime.getAsLong();
	}

	void acknowledged(Delivery delivery, int reasonCode) {
		Duration elapsed = elapsed(delivery);
		MqttPublishResult result = new MqttPublishResult(delivery.topic(), delivery.qos(), reasonCode,
				delivery.attempts(), elapsed);
		call(() -> {
			observe(delivery, Outcome.ACKNOWLEDGED, elapsed);
			delivery.future().complete(result);
		});
	}

	void failed(Delivery delivery, MqttDriverException failure) {
		Duration elapsed = elapsed(delivery);
		call(() -> {
			observe(delivery, Outcome.of(failure), elapsed);
			delivery.future().completeExceptionally(failure);
		});
	}

	/** Runs it on a callback thread, or here if there are none any more. */
	void call(Runnable action) {
		if (!handOver(action)) {
			action.run();
		}
	}

	/** Runs it on a callback thread, or not at all. */
	boolean handOver(Runnable action) {
		try {
			this.callbacks.execute(action);
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The callback threads take no more work", ex);
			return false;
		}
	}

	private Duration elapsed(Delivery delivery) {
		return Duration.ofNanos(this.nanoTime.getAsLong() - delivery.begun());
	}

	private void observe(Delivery delivery, String outcome, Duration elapsed) {
		try {
			this.observer.settled(delivery.qos(), outcome, elapsed);
		}
		catch (RuntimeException | Error ex) {
			// The future must complete whatever happens to a meter
			logger.error("The observer of publishes failed", ex);
		}
	}

}
