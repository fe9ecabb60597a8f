package io.mqttdriver.simulation;

/**
 * What must hold after every step of a simulation.
 */
enum Invariant {

	/** A future completes, and only once; delivery timeouts are kept. */
	SETTLED_EXACTLY_ONCE,

	/**
	 * A future that succeeded at QoS 1 or 2 was acknowledged by the server, and its
	 * result says how.
	 */
	ACKNOWLEDGED_MEANS_TAKEN,

	/** A future fails with what happened. */
	FAILURE_SAYS_WHAT_HAPPENED,

	/** First attempts of a topic's publishes go out in the order of acceptance. */
	ORDER_OF_FIRST_ATTEMPTS,

	/**
	 * A publish is repeated only while it is unacknowledged, unsettled and not expired,
	 * and on a living client.
	 */
	REPEATED_ONLY_WHEN_UNACKNOWLEDGED,

	/**
	 * While a publish waits that was refused as perhaps later, no later one of its topic
	 * is sent.
	 */
	REFUSED_HOLDS_ITS_TOPIC,

	/** The outbox takes as many as its capacity says. */
	OUTBOX_BOUNDED,

	/** After the heal every future completes within bounded time. */
	NOTHING_PENDING_AFTER_HEAL,

	/**
	 * An incoming message is acknowledged when its handlers are done, or its dead letter
	 * is acknowledged.
	 */
	HANDLED_BEFORE_ACKNOWLEDGED,

	/**
	 * Acknowledgements go out in the order of arrival, but for the exception of the
	 * contract.
	 */
	ACKNOWLEDGED_IN_ORDER,

	/**
	 * Handlers get what the server sent, in order for each topic, as often as retries
	 * allow.
	 */
	HANDLED_AS_SENT,

	/** What came in is acknowledged in the end. */
	NOTHING_INCOMING_LOST,

	/** After the heal the server has every wanted filter, and no other. */
	WANTED_SUBSCRIPTIONS,

	/** From one trigger to the next min-interval passes. */
	TRIGGERS_APART,

	/** Every client is closed before another is opened, and at the end. */
	EVERY_CLIENT_CLOSED,

	/**
	 * A connection is used, and called up, only when it is validated and every filter
	 * answered.
	 */
	CONNECTED_MEANS_PROVED,

	/** A client that is connected is closed for a cause only. */
	REBUILD_HAS_CAUSE,

	/** What a dead client says late changes nothing, and nobody talks to it. */
	DEAD_CLIENT_CHANGES_NOTHING,

	/** The connection goes from state to state as it may. */
	LEGAL_TRANSITIONS,

	/** The next attempt comes at the latest after the back-off then due. */
	COMES_BACK,

	/** What stands still is found in its time. */
	STALL_FOUND,

	/** Clients are opened to configured servers, or to where a server may send them. */
	ALLOWED_SERVERS,

	/** Client ids follow their policy; fresh ones grow. */
	CLIENT_IDS,

	/** The circuit holds attempts back where it has to. */
	CIRCUIT,

	/** Disconnecting ends in its time, with everything settled. */
	DISCONNECT_ENDS,

	/** Not an invariant: an exception came out of a driver's thread. */
	CRASH,

	/** Not an invariant: the simulation went on for too many steps. */
	ENDS;

	/** Whether it says that the driver is wrong, not merely that it broke down. */
	boolean isCatch() {
		return this != CRASH && this != ENDS;
	}

	@Override
	public String toString() {
		return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
	}

}
