package io.mqttdriver.engine;

import java.util.List;

/**
 * A PUBLISH that came in.
 *
 * @param delivery the engine's name for what is owed an acknowledgement, unique in its
 * client; {@link #NOTHING_OWED} for QoS 0
 * @param topic the topic name, aliases resolved
 * @param payload the bytes; not to be changed
 * @param qos 0, 1 or 2
 * @param retained the retain flag
 * @param duplicate the DUP flag, where the engine knows it
 * @param identifiers the subscription identifiers; empty if unknown
 * @param properties the rest
 */
public record InboundPublish(long delivery, String topic, byte[] payload, int qos, boolean retained, boolean duplicate,
		List<Integer> identifiers, PublishProperties properties) {

	/** {@link #delivery()} of what needs no acknowledgement. */
	public static final long NOTHING_OWED = -1;

	public InboundPublish {
		identifiers = List.copyOf(identifiers);
	}

}
