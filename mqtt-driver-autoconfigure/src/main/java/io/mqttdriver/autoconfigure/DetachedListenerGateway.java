package io.mqttdriver.autoconfigure;

import io.mqttdriver.listener.ListenerDefinition;
import io.mqttdriver.listener.ListenerGateway;
import io.mqttdriver.listener.ListenerHandle;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Subscribes nothing: the application's {@code MqttDriver} bean is a mock or one of its
 * own, to which annotated listeners can't be brought. Safe for any thread.
 */
final class DetachedListenerGateway implements ListenerGateway {

	private static final Log logger = LogFactory.getLog(DetachedListenerGateway.class);

	@Override
	public ListenerHandle subscribe(ListenerDefinition definition) {
		logger.warn("Listener '" + definition.id()
				+ "' is not subscribed, since the MqttDriver bean is not the auto-configured one: customize that with a "
				+ "MqttDriverBuilderCustomizer instead of replacing it");
		return new Detached();
	}

	/** Remembers only whether it is paused. */
	private static final class Detached implements ListenerHandle {

		private volatile boolean paused;

		@Override
		public void cancel() {
			this.paused = false;
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
