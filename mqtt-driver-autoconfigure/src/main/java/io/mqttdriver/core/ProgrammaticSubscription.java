package io.mqttdriver.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.mqttdriver.MqttDriverException;
import io.mqttdriver.MqttSubscription;
import io.mqttdriver.inbound.Listener;
import io.mqttdriver.subscription.Ledger;

/**
 * What {@code MqttDriver.subscribe} gives. Its futures complete on the callback threads.
 */
final class ProgrammaticSubscription implements MqttSubscription {

	private final String topic;

	private final Registration registration;

	private final Ledger<Listener> ledger;

	private final Executor callbacks;

	private final Consumer<ProgrammaticSubscription> forget;

	private final CompletableFuture<MqttSubscription> answer = new CompletableFuture<>();

	ProgrammaticSubscription(String topic, Registration registration, Ledger<Listener> ledger, Executor callbacks,
			Consumer<ProgrammaticSubscription> forget) {
		this.topic = topic;
		this.registration = registration;
		this.ledger = ledger;
		this.callbacks = callbacks;
		this.forget = forget;
		registration.users().get(0).answer().thenAcceptAsync(this::answered, callbacks);
	}

	/** Done at the first SUBACK. A copy: users can't complete it for others. */
	CompletableFuture<MqttSubscription> answer() {
		return this.answer.copy();
	}

	@Override
	public String topic() {
		return this.topic;
	}

	@Override
	public int grantedQos() {
		int reasonCode = this.ledger.reasonCode(this.registration.users().get(0).filter());
		return (reasonCode <= 2) ? reasonCode : -1;
	}

	@Override
	public CompletableFuture<Void> cancel() {
		this.forget.accept(this);
		fail(new MqttDriverException("The subscription to '" + this.topic + "' was cancelled before its SUBACK", null));
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.registration.remove().whenCompleteAsync((nothing, failure) -> done.complete(null), this.callbacks);
		return done;
	}

	void fail(MqttDriverException why) {
		if (!this.answer.isDone()) {
			this.callbacks.execute(() -> this.answer.completeExceptionally(why));
		}
	}

	private void answered(int reasonCode) {
		if (reasonCode < 0x80) {
			this.answer.complete(this);
		}
		else {
			this.answer.completeExceptionally(Subscriptions.rejected(this.topic, reasonCode));
		}
	}

}
