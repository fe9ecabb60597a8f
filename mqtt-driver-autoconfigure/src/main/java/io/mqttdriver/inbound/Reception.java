package io.mqttdriver.inbound;

import java.util.Collection;
import java.util.List;

import io.mqttdriver.engine.InboundPublish;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What one client receives. It dies with the client: after {@link #close()} nothing
 * reaches the client any more. {@link #received} is called serially by the engine, the
 * rest by any thread; nothing blocks.
 */
public final class Reception {

	private static final Log logger = LogFactory.getLog(Reception.class);

	private static final AckSequencer.Debtor SURPLUS = new Surplus();

	private final Dispatcher dispatcher;

	private final Means means;

	private final AckSequencer acks;

	private final Router router;

	private volatile boolean stopping;

	private volatile boolean closed;

	Reception(Dispatcher dispatcher, Means means, AckSequencer acks, Router router) {
		this.dispatcher = dispatcher;
		this.means = means;
		this.acks = acks;
		this.router = router;
	}

	/**
	 * How many unacknowledged messages the server may send; half of it may wait behind
	 * one message.
	 * @param receiveMaximum as announced in CONNECT, 1 to 65,535, which is the default
	 */
	public void receiveMaximum(int receiveMaximum) {
		this.acks.receiveMaximum(receiveMaximum);
	}

	/**
	 * Deals a message out. Runs no user code.
	 * @param publish from {@code EngineEvents.received}
	 */
	public void received(InboundPublish publish) {
		try {
			if (!this.closed && !this.stopping) {
				deal(publish, this.router.route(publish));
			}
			else if (publish.qos() != 1) {
				this.means.observer().dropped("stopping");
			}
		}
		catch (RuntimeException | Error ex) {
			logger.error("A message on topic " + Words.quoted(publish.topic())
					+ " could not be dealt out; it stays unacknowledged", ex);
		}
	}

	/**
	 * Counts a message that the engine could not read, and has answered by itself.
	 */
	public void unreadable() {
		this.means.observer().dropped("unreadable");
	}

	private void deal(InboundPublish publish, @Nullable List<Listener> found) {
		if (found != null) {
			List<Listener> candidates = found.isEmpty() ? List.of(this.dispatcher.nobody()) : found;
			new Receipt(publish, this, this.means, candidates).deal();
		}
		else if (publish.qos() > 0) {
			this.acks.done(this.acks.arrived(publish.delivery(), SURPLUS));
		}
	}

	/**
	 * Takes no more messages, for a shutdown: what comes now stays unacknowledged, for
	 * the server to send again; QoS 0 and 2, which it won't, are counted. What came
	 * before goes on.
	 */
	public void stopIntake() {
		this.stopping = true;
	}

	/**
	 * The client is dead: acknowledgements go nowhere, running handlers may finish and be
	 * tried again. What waits at QoS 1 or 2 and has not begun is discarded where the
	 * server sends it again, else it is handled all the same.
	 */
	public void close() {
		this.closed = true;
		this.acks.close();
		this.dispatcher.closed(this);
	}

	boolean isClosed() {
		return this.closed;
	}

	AckSequencer acks() {
		return this.acks;
	}

	/** A copy that nobody waits for. */
	private static final class Surplus implements AckSequencer.Debtor {

		@Override
		public void released() {
		}

		@Override
		public Collection<String> holders() {
			return List.of();
		}

	}

}
