package io.mqttdriver.core;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mqttdriver.connection.ReconnectManager;
import io.mqttdriver.core.DriverDetails.ListenerDetails;
import io.mqttdriver.inbound.Listener;
import io.mqttdriver.listener.ListenerHandle;
import io.mqttdriver.subscription.Subscriber;

/**
 * One handler that is subscribed: its lanes, and its use of each of its filters. For any
 * thread.
 */
final class Registration implements ListenerHandle {

	private final Listener listener;

	private final List<Subscriber<Listener>> users;

	private final ReconnectManager<Listener> manager;

	private final Runnable forget;

	private final boolean keptSession;

	Registration(Listener listener, List<Subscriber<Listener>> users, ReconnectManager<Listener> manager,
			Runnable forget, boolean keptSession) {
		this.listener = listener;
		this.users = users;
		this.manager = manager;
		this.forget = forget;
		this.keptSession = keptSession;
	}

	void subscribe() {
		this.users.forEach(this.manager::subscribe);
	}

	List<Subscriber<Listener>> users() {
		return this.users;
	}

	CompletableFuture<Void> remove() {
		this.forget.run();
		return this.manager.unsubscribe(this.users).thenRun(this.listener::close);
	}

	@Override
	public void cancel() {
		remove();
	}

	@Override
	public boolean suspend() {
		if (this.keptSession) {
			this.listener.pause();
		}
		return this.keptSession;
	}

	@Override
	public void pause() {
		this.listener.pause();
	}

	@Override
	public void resume() {
		this.listener.resume();
	}

	@Override
	public boolean isPaused() {
		return this.listener.isPaused();
	}

	ListenerDetails details() {
		return new ListenerDetails(this.listener.id(),
				this.users.stream().map((user) -> user.filter().filter()).toList(), isPaused() ? "paused" : "running",
				this.listener.lag(), this.listener.processed(), this.listener.failed());
	}

}
