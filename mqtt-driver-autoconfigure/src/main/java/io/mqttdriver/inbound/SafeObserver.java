package io.mqttdriver.inbound;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Keeps failures of an observer away from the messages. As safe for threads as the
 * observer.
 */
final class SafeObserver implements InboundObserver {

	private static final Log logger = LogFactory.getLog(SafeObserver.class);

	private final InboundObserver observer;

	SafeObserver(InboundObserver observer) {
		this.observer = observer;
	}

	@Override
	public void handled(String listenerId, String outcome, Duration elapsed) {
		tell(() -> this.observer.handled(listenerId, outcome, elapsed));
	}

	@Override
	public void unhandled() {
		tell(this.observer::unhandled);
	}

	@Override
	public void dropped(String reason) {
		tell(() -> this.observer.dropped(reason));
	}

	private void tell(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A meter of incoming messages failed; the message is not affected", ex);
		}
	}

}
