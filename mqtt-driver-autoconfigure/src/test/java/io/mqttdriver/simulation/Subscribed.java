package io.mqttdriver.simulation;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.mqttdriver.listener.ListenerHandle;
import io.mqttdriver.simulation.SubscriptionBook.Use;
import org.jspecify.annotations.Nullable;

/**
 * What the application got for a subscription.
 *
 * @param use the ledger's record
 * @param answer of the first SUBACK, or none
 * @param ending cancels it; gives a future, or none
 * @param listener to pause and resume it, if it is one
 */
record Subscribed(Use use, @Nullable CompletableFuture<?> answer, Supplier<@Nullable CompletableFuture<?>> ending,
		@Nullable ListenerHandle listener) {

	@Nullable CompletableFuture<?> cancel() {
		return this.ending.get();
	}

}
