package io.mqttdriver.listener;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.mqttdriver.engine.InboundPublish;
import io.mqttdriver.inbound.InboundHandler.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Records what listeners subscribe, and delivers messages to them as a driver does.
 */
class RecordingGateway implements ListenerGateway {

	final Map<String, ListenerDefinition> subscribed = new LinkedHashMap<>();

	final List<String> log = new ArrayList<>();

	final AtomicInteger acknowledged = new AtomicInteger();

	boolean keptSession;

	@Override
	public ListenerHandle subscribe(ListenerDefinition definition) {
		if (this.subscribed.putIfAbsent(definition.id(), definition) != null) {
			throw new IllegalStateException("subscribed twice: " + definition.id());
		}
		this.log.add("subscribe " + definition.id());
		return new RecordingHandle(definition.id());
	}

	ListenerDefinition definition(String id) {
		ListenerDefinition definition = this.subscribed.get(id);
		if (definition == null) {
			throw new IllegalStateException(id + " is not among " + this.subscribed.keySet());
		}
		return definition;
	}

	/** Reads and invokes once; false if the message isn't for the listener. */
	boolean deliver(String id, InboundPublish publish) throws Throwable {
		Invocation invocation = read(id, publish);
		if (invocation == null) {
			return false;
		}
		var done = invocation.invoke(1, this.acknowledged::incrementAndGet);
		if (done != null) {
			done.toCompletableFuture().join();
		}
		return true;
	}

	@Nullable Invocation read(String id, InboundPublish publish) throws Exception {
		return definition(id).handler().read(publish, true);
	}

	private final class RecordingHandle implements ListenerHandle {

		private final String id;

		private boolean paused;

		private RecordingHandle(String id) {
			this.id = id;
		}

		@Override
		public void cancel() {
			RecordingGateway.this.log.add("cancel " + this.id);
			RecordingGateway.this.subscribed.remove(this.id);
		}

		@Override
		public boolean suspend() {
			this.paused |= RecordingGateway.this.keptSession;
			return RecordingGateway.this.keptSession;
		}

		@Override
		public void pause() {
			this.paused = true;
		}

		@Override
		public void resume() {
			this.paused = false;
		}

		@Override
		public boolean isPaused() {
			return this.paused;
		}

	}

}
