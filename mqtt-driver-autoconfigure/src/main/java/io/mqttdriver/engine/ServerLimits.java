package io.mqttdriver.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What the server announced in its CONNACK (MQTT 5, 3.2.2.3), as it came over the wire
 * and with the specification's defaults for what it didn't say.
 *
 * @param maximumQos 0, 1 or 2
 * @param retainAvailable whether it keeps retained messages
 * @param maximumPacketSize the largest packet it takes, in bytes
 * @param receiveMaximum how many unacknowledged publishes it takes, 1 to 65,535
 * @param window how many publishes may be open at once with this engine, at most
 * {@code receiveMaximum}
 * @param wildcardAvailable whether filters may have wildcards
 * @param sharedAvailable whether shared subscriptions work
 * @param identifiersAvailable whether subscription identifiers work
 * @param keepAlive the keep-alive in force, the server's if it gave one
 * @param assignedClientId the client id that the server gave, or none
 * @param serverReference another server that it named, or none
 */
public record ServerLimits(int maximumQos, boolean retainAvailable, long maximumPacketSize, int receiveMaximum,
		int window, boolean wildcardAvailable, boolean sharedAvailable, boolean identifiersAvailable,
		Duration keepAlive, @Nullable String assignedClientId, @Nullable String serverReference) {

	/** A server without any limit, as the specification's defaults have it. */
	public static final ServerLimits NONE = new ServerLimits(2, true, 268_435_460L, 65_535, 65_535, true, true, true,
			Duration.ZERO, null, null);

}
